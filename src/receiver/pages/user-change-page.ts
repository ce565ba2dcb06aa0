import { escapeHtml, htmlPage } from './html-page.ts';
import { type Language, USER_CHANGE_TEXTS } from './texts.ts';

/** Name of the field that says to go on; it carries the newcomer, sealed. */
export const CHANGE_FIELD = 'mile-change';

export interface UserChangePage {
  readonly language: Language;
  /** Whose session the browser has, in words. */
  readonly current: string;
  /** Whom the link stands for, in words. */
  readonly newcomer: string;
  readonly sealed: string;
  /** Where the form is posted, relative to the page. */
  readonly action: string;
  /** Where it goes on without a change, relative to the page. */
  readonly stay: string;
  /** Default: nobody, for in a frame of somebody else's a click can be made for another button. */
  readonly frameAncestors: readonly string[] | undefined;
}

// The token in the address bar is spent; where scripts run, it leaves the bar and the history as well.
const SCRIPT =
  "var form=document.forms[0],link=document.links[0];form.action=form.action;link.href=link.href;history.replaceState(null,'',form.action)";

/** The page that asks before a browser changes from one user to another. It works without scripts. */
export function userChangePage(page: UserChangePage): Response {
  const { language, current, newcomer, sealed, action, stay, frameAncestors = [] } = page;
  const texts = USER_CHANGE_TEXTS[language];
  const main =
    `<h1>${texts.title}</h1>` +
    `<p>${texts.here} <strong id="current">${escapeHtml(current)}</strong></p>` +
    `<p>${texts.newcomer} <strong id="newcomer">${escapeHtml(newcomer)}</strong></p>` +
    `<p>${texts.advice}</p>` +
    `<form method="post" action="${escapeHtml(action)}">` +
    `<p><a href="${escapeHtml(stay)}">${texts.stay}</a></p>` +
    `<button name="${CHANGE_FIELD}" value="${escapeHtml(sealed)}">${texts.change}</button>` +
    '</form>';
  const title = texts.title;
  return htmlPage({ status: 200, language, title, main, script: SCRIPT, frameAncestors });
}
