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
  const script = scriptFor(name);
  return htmlPage({ status: 200, language, title: 'MileApp', main, script, frameAncestors });
}

function scriptFor(name: string | undefined): string {
  const wanted = JSON.stringify(name ?? null).replace(/</g, '\\u003c');
  return [
    `(function(){var name=${wanted},hash=location.hash.slice(1)`,
    "history.replaceState(null,'',location.pathname+location.search)",
    'function decoded(text){try{return decodeURIComponent(text)}catch(e){return text}}',
    "function nameOf(pair){return decoded(pair.split('=')[0])}",
    "function valueOf(pair){return pair.slice((pair+'=').indexOf('=')+1)}",
    "var found=name===null?[hash]:hash.split('&').filter(function(pair){return nameOf(pair)===name}).map(valueOf)",
    "if(found.length!==1||!found[0]){document.getElementById('incomplete').hidden=false;return}",
    "var form=document.createElement('form');form.method='post'",
    `var field=document.createElement('input');field.type='hidden';field.name='${RELAY_FIELD}';field.value=decoded(found[0])`,
    'form.appendChild(field);document.body.appendChild(form);form.submit()})()',
  ].join(';');
}
