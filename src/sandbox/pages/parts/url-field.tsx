import type { ModuleUrlCheck } from '../../../check/check-module-url.ts';
import type { ModuleUrlDiagnostic } from '../../../check/diagnostics.ts';

const SEVERITY = { error: 0, warning: 1, info: 2 } as const;

/** A field for a module URL in which the characters in question are marked. */
export function UrlField({
  id,
  value,
  check,
  onInput,
  describedBy,
}: {
  readonly id: string;
  readonly value: string;
  readonly check: ModuleUrlCheck;
  readonly onInput: (value: string) => void;
  readonly describedBy: string;
}) {
  return (
    <div class="url-field">
      {/* Under the text and of the same shape; it makes the field as high as its text, too. */}
      <div class="marks" aria-hidden="true">
        {split(value, check.diagnostics).map(({ text, severity, start }) =>
          severity ? (
            <mark key={start} class={severity}>
              {text}
            </mark>
          ) : (
            text
          ),
        )}
        {'\u200b'}
      </div>
      <textarea
        id={id}
        value={value}
        rows={1}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-invalid={value !== '' && !check.ok}
        aria-describedby={describedBy}
        onInput={({ currentTarget }) => onInput(currentTarget.value.replace(/[\r\n]+/g, ''))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
    </div>
  );
}

interface Piece {
  readonly start: number;
  readonly text: string;
  readonly severity: keyof typeof SEVERITY | undefined;
}

/** Cuts the text where findings begin and end; of several at one place the worst shows. */
function split(source: string, diagnostics: readonly ModuleUrlDiagnostic[]): Piece[] {
  const edges = new Set([0, source.length]);
  for (const { start, end } of diagnostics) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] as number;
    const [worst] = diagnostics
      // The whole URL is what an info may be about, and marking all of it marks nothing.
      .filter((one) => one.start <= start && one.end >= end && one.end - one.start < source.length)
      .sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity]);
    return { start, text: source.slice(start, end), severity: worst?.severity };
  });
}
