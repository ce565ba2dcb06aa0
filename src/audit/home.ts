import { type Audit, holdsToken } from './audit.ts';
import type { AuditUser } from './audit-issuer.ts';
import type { Browser, Journey } from './browser.ts';
import { readHtml } from './read-html.ts';
import { reveals } from './reveals.ts';
import type { Received } from './send.ts';

/** What the service looks like to a user who has arrived, and to a stranger. */
export interface Home extends FirstArrival {
  /** Where the visit ended, without the token. */
  readonly url: string;
  readonly page: Received;
  readonly strangersPage: Received;
  /** Whether the two can be told apart. */
  readonly isDistinct: boolean;
  /** Whether the page of a user says whose it is. */
  readonly namesUser: boolean;
  /** Names of the cookies without which the user is a stranger. */
  readonly sessionCookies: readonly string[];
  /** Whether whoever has made this journey is let in. */
  readonly admits: (journey: Journey, browser: Browser) => Promise<boolean>;
  /** Whether a journey ended no worse than the first one did. */
  readonly endsWell: (journey: Journey) => boolean;
  /** Whether this browser has a session. */
  readonly knows: (browser: Browser) => Promise<boolean>;
  /** Whose page this browser gets, of the users in question. */
  readonly whose: (browser: Browser, users: readonly AuditUser[]) => Promise<AuditUser | undefined>;
}

/** The first visit, with a good token. */
export interface FirstArrival {
  readonly first: Journey;
  readonly firstToken: string;
  /** Who arrived; the browser keeps the session. */
  readonly browser: Browser;
}

/** Arrives for the first time. */
export async function arriveFirst(audit: Audit): Promise<FirstArrival> {
  const browser = audit.newBrowser();
  const firstToken = await audit.issuer.generate(audit.people.user);
  const first = await audit.arrive({ what: 'a good token', token: firstToken, browser });
  return { first, firstToken, browser };
}

/** Learns how a session differs from none. */
export async function learnHome(audit: Audit, arrival: FirstArrival): Promise<Home> {
  const { people } = audit;
  const { first, firstToken, browser } = arrival;
  const url = withoutToken(first.last.url, firstToken);
  const look = async (by: Browser) => (await by.go(url)).last;

  const mine = [await look(browser), await look(browser)] as const;
  const strangers = [await look(audit.newBrowser()), await look(audit.newBrowser())] as const;
  const users = Object.values(people);
  const features = (page: Received) => featuresOf(page, users);
  const tell = differences(mine.map(features), strangers.map(features));
  const isDistinct = tell.first.size + tell.second.size > 0;

  const looksKnown = (page: Received): boolean => {
    const has = features(page);
    return share(has, tell.first) > share(has, tell.second);
  };
  const knows = async (by: Browser) => isDistinct && looksKnown(await look(by));
  const sessionCookies = isDistinct
    ? await neededCookies(browser, url, knows)
    : await givenCookies(audit, browser, url);

  return {
    ...arrival,
    url,
    page: mine[1],
    strangersPage: strangers[1],
    isDistinct,
    namesUser: mentions(mine[1], people.user) && !mentions(strangers[1], people.user),
    sessionCookies,
    knows,
    endsWell: ({ last }) => isPage(last) || last.status === first.last.status,
    async admits(journey, by) {
      if (isDistinct) return knows(by);
      // Nothing but the way itself tells.
      const names = [...(await by.cookies(url)).keys()];
      if (sessionCookies.length > 0) return sessionCookies.every((name) => names.includes(name));
      return shapeOf(journey) === shapeOf(first);
    },
    async whose(by, candidates) {
      const page = await look(by);
      const named = candidates.filter((user) => mentions(page, user));
      return named.length === 1 ? named[0] : undefined;
    },
  };
}

/** Whether a visit ended on a page, and not in an error or a redirect that leads nowhere. */
export function isPage({ status }: Received): boolean {
  return status >= 200 && status < 300;
}

function withoutToken(href: string, token: string): string {
  const url = new URL(href);
  for (const [name, value] of [...url.searchParams]) {
    if (value === token) url.searchParams.delete(name);
  }
  url.hash = '';
  return holdsToken(url.href, token) ? `${url.origin}/` : url.href;
}

/** Whether a page has the id of a user in it. */
export function mentions({ body }: Received, { userId }: AuditUser): boolean {
  return reveals(body, [userId]);
}

/** What can be said of a page: status, path, and words that do not look like chance. */
function featuresOf({ status, url, body }: Received, users: readonly AuditUser[]): Set<string> {
  let text = readHtml(body).text;
  for (const { userId, organizationId } of users) {
    text = text.replaceAll(userId, ' someone ').replaceAll(organizationId, ' someorganization ');
  }
  const words = text.match(/[^\s\p{P}]+/gu) ?? [];
  return new Set([
    `status ${status}`,
    `path ${new URL(url).pathname}`,
    ...words.filter((word) => !/\d/.test(word)),
  ]);
}

/** What is on every page of one side and on none of the other. */
function differences(one: readonly Set<string>[], other: readonly Set<string>[]) {
  const only = (all: readonly Set<string>[], none: readonly Set<string>[]) =>
    new Set(
      [...(all[0] ?? [])].filter(
        (feature) => all.every((set) => set.has(feature)) && !none.some((set) => set.has(feature)),
      ),
    );
  return { first: only(one, other), second: only(other, one) };
}

function share(has: ReadonlySet<string>, of: ReadonlySet<string>): number {
  if (of.size === 0) return 0.5;
  return [...of].filter((feature) => has.has(feature)).length / of.size;
}

/** Cookies without which nobody is known. */
async function neededCookies(
  browser: Browser,
  url: string,
  knows: (by: Browser) => Promise<boolean>,
): Promise<string[]> {
  const needed: string[] = [];
  for (const name of (await browser.cookies(url)).keys()) {
    if (!(await knows(browser.copy((other) => other !== name)))) needed.push(name);
  }
  return needed;
}

/** Cookies that an arrival gives and a stranger does not get, long enough to mean something. */
async function givenCookies(audit: Audit, browser: Browser, url: string): Promise<string[]> {
  const stranger = audit.newBrowser();
  await stranger.go(url);
  const strangers = await stranger.cookies(url);
  return [...(await browser.cookies(url)).values()]
    .filter(({ key, value }) => !strangers.has(key) && value.length >= 16)
    .map(({ key }) => key);
}

function shapeOf({ answers, last }: Journey): string {
  return `${answers.map(({ status }) => status).join(' ')} ${new URL(last.url).pathname}`;
}
