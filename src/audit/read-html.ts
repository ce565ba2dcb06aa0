import { Parser } from 'htmlparser2';

/** A form that a user can send with one click. */
export interface HtmlForm {
  readonly action: string;
  /** Fields with their values, the first button included. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What an audit needs of a page. */
export interface HtmlPage {
  /** What a user reads. */
  readonly text: string;
  /** The first form that is posted. */
  readonly form: HtmlForm | undefined;
  /** Where a `<meta http-equiv="refresh">` leads. */
  readonly refresh: string | undefined;
  readonly hasScript: boolean;
}

const SILENT = new Set(['script', 'style', 'template', 'noscript']);

/** Reads a page as far as an audit needs it; anything else than HTML is all text. */
export function readHtml(body: string): HtmlPage {
  let text = '';
  let form: { action: string; fields: [string, string][] } | undefined;
  let open = false;
  let buttons = 0;
  let refresh: string | undefined;
  let hasScript = false;
  let silent = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (SILENT.has(name)) silent += 1;
      if (name === 'script') hasScript = true;
      if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') {
        refresh ??= refreshTarget(attributes.content ?? '');
      }
      if (name === 'form' && !form && attributes.method?.toLowerCase() === 'post') {
        form = { action: attributes.action ?? '', fields: [] };
        open = true;
      }
      const isButton = name === 'button' || attributes.type === 'submit';
      if (open && (name === 'input' || name === 'button') && attributes.name) {
        if (isButton) buttons += 1;
        if (!isButton || buttons === 1)
          form?.fields.push([attributes.name, attributes.value ?? '']);
      }
      text += ' ';
    },
    ontext(chunk) {
      if (silent === 0) text += chunk;
    },
    onclosetag(name) {
      if (SILENT.has(name)) silent -= 1;
      if (name === 'form') open = false;
    },
  });
  parser.end(body);
  return { text, form, refresh, hasScript };
}

/** The URL in `0;url=/next`, of a meta element or a `Refresh` header. */
export function refreshTarget(content: string): string | undefined {
  return /^\s*[0-5]\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content)?.[1]?.trim();
}
