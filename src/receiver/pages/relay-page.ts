import { htmlPage } from './html-page.ts';
import { type Language, RELAY_TEXTS } from './texts.ts';

/** Name of the field in which the page posts the token. */
export const RELAY_FIELD = 'mile-token';

/**
 * The page that moves a token from the fragment, which no server sees, into a form and posts it to its
 * own path. Its script first takes the token out of the address bar and the history.
 *
 * @param name - parameter in the fragment; `undefined` where the fragment is nothing but the token
 */
export function relayPage(
  name: string | undefined,
  language: Language,
  frameAncestors: readonly string[] | undefined,
): Response {
  const texts = RELAY_TEXTS[language];
  const main = `<p id="incomplete" hidden>${texts.incomplete}</p><noscript><p>${texts.script}</p></noscript>`;
  const script = scriptFor(name === undefined ? '' : `${name}=`);
  return htmlPage({ status: 200, language, title: 'MileApp', main, script, frameAncestors });
}

function scriptFor(prefix: string): string {
  const start = JSON.stringify(prefix).replace(/</g, '\\u003c');
  return [
    `(function(){var start=${start},hash=location.hash.slice(1)`,
    "history.replaceState(null,'',location.pathname+location.search)",
    "var found=(start?hash.split('&'):[hash]).filter(function(pair){return pair.indexOf(start)===0})",
    "if(found.length!==1||!found[0]){document.getElementById('incomplete').hidden=false;return}",
    'var token=found[0].slice(start.length);try{token=decodeURIComponent(token)}catch(e){}',
    "var form=document.createElement('form');form.method='post'",
    `var field=document.createElement('input');field.type='hidden';field.name='${RELAY_FIELD}';field.value=token`,
    'form.appendChild(field);document.body.appendChild(form);form.submit()})()',
  ].join(';');
}
