import { SECURITY_HEADERS } from './security-headers.ts';
import type { FragmentRelay } from './token-location.ts';

/**
 * The page that moves a token from the fragment into a form and posts it to its own path. Its script
 * first takes the token out of the address bar and the history.
 */
export function relayPage({ name }: FragmentRelay): Response {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const script = `(function(){var h=location.hash.slice(1);history.replaceState(null,'',location.pathname+location.search);var m=h.split('&').filter(function(p){return p.indexOf('${name}=')===0});if(m.length!==1){document.getElementById('m').hidden=false;return}var v=m[0].slice(${name.length + 1});try{v=decodeURIComponent(v)}catch(e){}var f=document.createElement('form');f.method='post';var i=document.createElement('input');i.type='hidden';i.name='${name}';i.value=v;f.appendChild(i);document.body.appendChild(f);f.submit()})()`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>MileApp</title><body><p id="m" hidden>This link is not complete. Open it again from MileApp.</p><noscript><p>This page needs JavaScript.</p></noscript><script nonce="${nonce}">${script}</script></body></html>\n`;
  return new Response(body, {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'`,
      'x-content-type-options': 'nosniff',
    },
  });
}
