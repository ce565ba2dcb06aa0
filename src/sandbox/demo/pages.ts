import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { SandboxTask } from '../world/world.ts';

/** Escaped HTML, ready to send. */
export type Html = Promise<HtmlEscapedString>;

/** The frame of every page of the demo service. */
async function page(title: string, content: HtmlEscapedString | Html): Promise<HtmlEscapedString> {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header><strong>Demo service</strong><span>an external service of the sandbox</span></header>
        <main>${content}</main>
      </body>
    </html>`;
}

/** What a user sees who has come with a good token. */
export async function welcomePage(
  title: string,
  path: string,
  user: { readonly name: string; readonly userId: string; readonly organizationId: string },
  tasks: readonly SandboxTask[],
): Promise<HtmlEscapedString> {
  return page(
    `${title} · ${user.name}`,
    html`<p class="eyebrow">${title}</p>
      <h1>Hello, ${user.name}</h1>
      <p>
        You came with a short token, and this service knows you by it. Nobody logged in, and the
        token is gone from the address bar.
      </p>
      <h2>Your tasks in MileApp</h2>
      ${tasks.length === 0 ? html`<p>There are none.</p>` : ''}
      <ul>
        ${tasks.map(
          ({ _id, title, status }) =>
            html`<li>
              <span>${title}</span>
              ${
                status === 'done'
                  ? html`<em>done</em>`
                  : html`<form method="post" action="/tasks/${_id}">
                      <input type="hidden" name="back" value="${path}" />
                      <button aria-label="Mark as done: ${title}">Mark as done</button>
                    </form>`
              }
            </li>`,
        )}
      </ul>
      <p class="note">
        User <code>${user.userId}</code>, organization <code>${user.organizationId}</code>
      </p>`,
  );
}

/** What a user sees who is not let in, or when nobody can say. */
export async function refusedPage(status: number): Promise<HtmlEscapedString> {
  const [title, text] =
    status === 503
      ? [
          'MileApp cannot be asked just now',
          'Your login is not in question. Try again in a moment.',
        ]
      : status === 403
        ? ['You cannot come in here', 'This service is for another organization.']
        : status === 401
          ? [
              'This link is no longer valid',
              'It has expired or was used before. Open the module from the menu again.',
            ]
          : ['This link is not right', 'Open the module from the menu again.'];
  return page(
    title,
    html`<p class="eyebrow">${status}</p>
      <h1>${title}</h1>
      <p>${text}</p>`,
  );
}

/**
 * A visit without a token and without a session.
 *
 * @param isSecure - whether it came over https
 */
export async function strangerPage(isSecure: boolean): Promise<HtmlEscapedString> {
  return page(
    'Who are you?',
    html`<h1>Who are you?</h1>
      <p>Open a module from the menu of the sandbox: its URL brings a short token along.</p>
      ${
        isSecure
          ? ''
          : html`<p class="note">
              You did just now? Then your browser keeps no session that came over http, not from
              localhost either, as those made of WebKit do not. Start the sandbox with
              <code>--https</code>.
            </p>`
      }`,
  );
}

/** The one stylesheet. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1b2430, #e6eaf0); --soft: light-dark(#556070, #9aa6b5);
  --paper: light-dark(#fbfaf7, #14181e); --card: light-dark(#fff, #1c222a); --line: light-dark(#e3e0d8, #303844);
  --accent: light-dark(#8a4b08, #f2b26b); --on-accent: light-dark(#fff, #1b1206); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0 .75rem; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); }
header span, .note, em { color: var(--soft); }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; text-wrap: balance; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
.eyebrow { margin: 0; color: var(--accent); font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
ul:empty { display: none; }
li { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .6rem .9rem; min-height: 3.5rem; }
li + li { border-top: 1px solid var(--line); }
form { margin: 0; }
button { font: inherit; padding: .4rem .8rem; min-height: 2.5rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.note { margin-top: 2rem; font-size: .875rem; } code { font-size: .95em; overflow-wrap: anywhere; }
`;
