import { type Finding, fail, pass, warn } from './finding.ts';
import { holds, type Lab, type Trial } from './lab.ts';

const FORGED = 'forged-host.example';

/** A good token: where it leads, and what is said on the way. */
export async function checkArrival(
  { open, issuer, moduleUrl }: Lab,
  first: Trial,
): Promise<Finding[]> {
  const forged = await open('a forged host', await issuer.mint(), {
    headers: { host: FORGED, 'x-forwarded-host': FORGED, forwarded: `host=${FORGED}` },
  });
  return [
    redirect(first),
    location(first, moduleUrl.origin),
    `${forged.headers.location} ${forged.body}`.includes(FORGED)
      ? fail('forged-host', 'the redirect or the page is built from the Host header')
      : pass('forged-host', 'a forged Host header changes nothing'),
    cookie(first),
  ];
}

function redirect({ status }: Trial): Finding {
  if (status === 303) return pass('redirect', '303');
  if (status === 302) return warn('redirect', '302 works; 303 says that a GET follows');
  return fail(
    'redirect',
    status < 300
      ? `${status} at the URL with the token: the address bar and the history keep it`
      : `${status} instead of a 303 to the URL without the token`,
  );
}

function location({ headers, token }: Trial, origin: string): Finding {
  const to = headers.location;
  if (to === undefined) return fail('location', 'no Location');
  if (holds(to, token)) return fail('location', 'the token is still in it');
  if (/^\/(?![/\\])/.test(to))
    return pass('location', 'a path on the same origin, without the token');
  if (URL.canParse(to) && new URL(to).origin === origin) {
    return warn('location', 'an absolute URL: right only as long as nobody forges the Host');
  }
  return fail('location', 'it leads to another origin or is not a path');
}

function cookie({ cookies, token }: Trial): Finding {
  const check = 'session-cookie';
  const [first] = cookies;
  if (first === undefined)
    return warn(check, 'none is set: how is the user known after the redirect?');
  for (const one of cookies) {
    if (holds(one, token)) return fail(check, 'the short token is in a cookie');
    for (const flag of ['HttpOnly', 'Secure']) {
      if (!new RegExp(`;\\s*${flag}\\s*(?:;|$)`, 'i').test(one)) return fail(check, `no ${flag}`);
    }
  }
  if (!cookies.every((one) => /;\s*SameSite=/i.test(one))) return warn(check, 'no SameSite');
  if (!cookies.every((one) => one.startsWith('__Host-'))) {
    return warn(check, 'no __Host- in front of the name: a sibling subdomain can set it too');
  }
  return pass(check, '__Host-, HttpOnly, Secure, SameSite');
}
