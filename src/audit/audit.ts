import { RELAY_FIELD } from '../receiver/pages/relay-page.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import type { AuditIssuer, AuditUser } from './audit-issuer.ts';
import { type Browser, type BrowserOptions, createBrowser, type Journey } from './browser.ts';
import type { AuditCode } from './catalogue.ts';
import { type HtmlForm, readHtml } from './read-html.ts';
import type { Notebook } from './report.ts';
import type { Received, Sending } from './send.ts';

/** An answer, with what was tried. */
export interface Answer extends Received {
  /** For a person, for example `an expired token`. */
  readonly what: string;
  /** The token that the visit began with. */
  readonly token: string;
  /** Whether the request itself carried it. */
  readonly carriedToken: boolean;
  /** Whether the receiver had asked the issuer during this visit by then. */
  readonly asked: boolean;
  /** Whether it belongs to a page that is not the receiver's. */
  readonly elsewhere: boolean;
}

/** One visit. */
export interface Visit {
  readonly what: string;
  readonly token: string;
  readonly browser?: Browser | undefined;
  readonly sending?: Sending | undefined;
  /** Changes the URL to be opened. */
  readonly change?: ((href: string) => string) | undefined;
  /** Opens another page than the receiver's. */
  readonly elsewhere?: boolean | undefined;
  /** Comes together with another visit, so that nobody knows for whom the receiver asks. */
  readonly isTwin?: boolean | undefined;
  /** Goes on where the receiver asks whether the user may change. */
  readonly confirm?: boolean | undefined;
}

/** One step of an audit: what it may report, and how it finds out. */
export interface AuditStep {
  /** For a person who waits. */
  readonly name: string;
  readonly codes: readonly AuditCode[];
  readonly run: (audit: Audit) => Promise<void>;
}

/** People who visit: two of one organization, and one of another. */
export interface AuditPeople {
  readonly user: AuditUser;
  readonly colleague: AuditUser;
  readonly outsider: AuditUser;
}

/** What every step works with. */
export interface Audit extends Pick<Notebook, 'found' | 'skip'> {
  readonly moduleUrl: ModuleUrl;
  readonly issuer: AuditIssuer;
  readonly people: AuditPeople;
  /** Answers on the way of every token. */
  readonly answers: readonly Answer[];
  /** All answers, those to visits without a token included. */
  readonly received: readonly Received[];
  /** The URL that a token is opened with. */
  readonly render: (token: string) => string;
  readonly newBrowser: () => Browser;
  /** Opens the Custom Module URL as MileApp does, and whatever a user would click on the way. */
  readonly arrive: (visit: Visit) => Promise<Journey>;
  /** Whether a user has to click before the token is resolved; known after the first visit. */
  readonly clickThrough: () => boolean;
}

// Stands for the token while a URL is rendered: of characters that nothing encodes.
const MARK = 'auditPutsTheTokenHere';

/** Makes what the steps of an audit share. */
export function createAudit(
  moduleUrl: ModuleUrl,
  issuer: AuditIssuer,
  people: AuditPeople,
  { found, skip }: Pick<Notebook, 'found' | 'skip'>,
  { signal, trusted }: Pick<BrowserOptions, 'signal' | 'trusted'>,
): Audit {
  const template = moduleUrl.render(MARK).href;
  const answers: Answer[] = [];
  const received: Received[] = [];
  const resolvesAt = new WeakMap<Received, number>();
  const newBrowser = () =>
    createBrowser({
      signal,
      trusted,
      onAnswer(answer) {
        received.push(answer);
        resolvesAt.set(answer, issuer.resolves());
      },
    });
  const [inFragment] = moduleUrl.placeholders.every(({ component }) => component === 'fragment')
    ? moduleUrl.placeholders
    : [];
  let clickThrough = false;

  // Not rendered by the library, which would refuse the malformed ones.
  const render = (token: string) => template.replaceAll(MARK, () => encodeURIComponent(token));

  async function arrive(visit: Visit): Promise<Journey> {
    const { what, token, browser = newBrowser(), sending, change, elsewhere } = visit;
    const before = issuer.resolves(token);
    const allBefore = issuer.resolves();
    let carried = '';
    const noted = (journey: Journey): Journey => {
      for (const answer of journey.answers) {
        // A fragment stays in the browser.
        const carriedToken = holdsToken(answer.url.replace(/#.*/, '') + carried, token);
        carried = '';
        const asked = !visit.isTwin && (resolvesAt.get(answer) ?? 0) > allBefore;
        answers.push({ ...answer, what, token, carriedToken, asked, elsewhere: !!elsewhere });
      }
      return journey;
    };
    const href = change?.(render(token)) ?? render(token);
    let journey = noted(await browser.go(href, sending, 'mileapp'));
    if (elsewhere || sending?.method === 'HEAD' || sending?.headers?.purpose) return journey;
    const page = journey.last;
    const submit = async (form: HtmlForm) => {
      carried = form.fields.map(([, value]) => value).join(' ');
      journey = joined(journey, noted(await browser.submit(page.url, form)));
    };
    const { form } = readHtml(page.body);
    const untouched = issuer.resolves(token) === before && page.status < 400;
    if (inFragment && untouched) {
      // Its script is not run, so the field is guessed: that of our own page, or the parameter's name.
      const field = page.body.includes(RELAY_FIELD) ? RELAY_FIELD : inFragment.parameter;
      await submit({ action: '', fields: [[field ?? 'token', token]] });
    } else if (form && untouched && (clickThrough || answers.length === journey.answers.length)) {
      await submit(form);
      clickThrough ||= issuer.resolves(token) > before;
    } else if (form && visit.confirm) {
      await submit(form);
    }
    return journey;
  }

  return {
    moduleUrl,
    issuer,
    people,
    answers,
    received,
    found,
    skip,
    render,
    newBrowser,
    arrive,
    clickThrough: () => clickThrough,
  };
}

/** Whether a text holds the token, as it is or percent-encoded. */
export function holdsToken(text: string, token: string): boolean {
  // Too short to be told from chance.
  if (token.length < 8 || token === PLACEHOLDER) return false;
  return text.includes(token) || text.includes(encodeURIComponent(token));
}

function joined(first: Journey, second: Journey): Journey {
  return {
    answers: [...first.answers, ...second.answers],
    last: second.last,
    refusedCookies: [...first.refusedCookies, ...second.refusedCookies],
  };
}
