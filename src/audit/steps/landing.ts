import type { Audit, AuditStep } from '../audit.ts';
import type { Journey } from '../browser.ts';
import { type Home, isPage } from '../home.ts';
import { readHtml } from '../read-html.ts';

/** The page behind the redirect: who gets it. */
export function landing(home: Home): AuditStep {
  return {
    name: 'strangers at the landing page',
    codes: ['landing-open', 'session-in-url'],
    async run(audit) {
      if (home.isDistinct || !isPage(home.page)) return;
      const token = await audit.issuer.generate(audit.people.user);
      const { last } = await audit.arrive({ what: 'another visit', token });
      if (last.url !== home.url) {
        return audit.found('session-in-url', 'the URL alone, without a cookie, gives the page');
      }
      const { text, hasScript } = readHtml(home.page.body);
      if (hasScript && text.trim().length < 200) {
        return audit.skip(
          'landing-open',
          'the page is a script alone; what it loads was not tried',
        );
      }
      audit.found(
        'landing-open',
        `${home.strangersPage.status} and the same page without a session`,
      );
    },
  };
}

/** Other people at the same door. */
export function otherPeople(home: Home, organizationIsGiven: boolean): AuditStep {
  return {
    name: 'other users',
    codes: ['users-mixed-up', 'organization-not-checked', 'user-changed-silently'],
    async run(audit) {
      await outsider(audit, home, organizationIsGiven);
      await twoAtOnce(audit, home);
      await changeOfUser(audit, home);
    },
  };
}

async function outsider(audit: Audit, home: Home, isGiven: boolean): Promise<void> {
  const browser = audit.newBrowser();
  const token = await audit.issuer.generate(audit.people.outsider);
  const journey = await audit.arrive({ what: 'a user of another organization', token, browser });
  if (journey.last.status >= 400 || !(await home.admits(journey, browser))) return;
  const seen = 'a user of an organization that nobody has heard of gets in';
  audit.found('organization-not-checked', seen, isGiven ? 'error' : 'info');
}

async function twoAtOnce(audit: Audit, home: Home): Promise<void> {
  if (!home.namesUser) {
    return audit.skip('users-mixed-up', 'no page says whose it is');
  }
  const { issuer, people } = audit;
  const pair = [people.user, people.colleague];
  const browsers = [audit.newBrowser(), audit.newBrowser()];
  const visits: Promise<Journey>[] = [];
  for (const [i, user] of pair.entries()) {
    const token = await issuer.generate(user);
    issuer.behave(token, 'hesitant');
    const visit = { what: 'two users at once', token, browser: browsers[i], isTwin: true };
    visits.push(audit.arrive(visit));
  }
  await Promise.all(visits);
  for (const [i, user] of pair.entries()) {
    const whose = await home.whose(browsers[i] as never, pair);
    if (whose !== undefined && whose !== user) {
      audit.found(
        'users-mixed-up',
        'a user who arrived together with another is served as the other',
      );
    }
  }
}

async function changeOfUser(audit: Audit, home: Home): Promise<void> {
  const { issuer, people, found, skip } = audit;
  if (home.sessionCookies.length === 0) {
    return skip('user-changed-silently', 'no session cookie was found');
  }
  const browser = audit.newBrowser();
  const token = await issuer.generate(people.user);
  await audit.arrive({ what: 'a good token', token, browser });
  const before = await browser.cookies(home.url);
  const other = await issuer.generate(people.colleague);
  const { last } = await audit.arrive({
    what: 'a second user in one browser',
    token: other,
    browser,
  });
  const after = await browser.cookies(home.url);
  const replaced = home.sessionCookies.some(
    (name) => after.has(name) && after.get(name)?.value !== before.get(name)?.value,
  );
  const changed = home.namesUser
    ? (await home.whose(browser, [people.user, people.colleague])) === people.colleague
    : replaced && last.status < 400 && readHtml(last.body).form === undefined;
  if (changed) found('user-changed-silently', "a link with another user's token changed the user");
}
