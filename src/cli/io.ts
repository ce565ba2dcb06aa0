/** What a command may touch of the process; a test hands in its own. */
export interface CliIo {
  /** Writes as it is: line breaks are the command's. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Reads standard input to its end. */
  readonly stdin: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colour: boolean;
  /** Whether a person sits at standard input. */
  readonly isTty: boolean;
  /** Reads one line from the terminal without showing it; `undefined` when it was given up. */
  readonly readHidden?: (() => Promise<string | undefined>) | undefined;
  /** Whether standard error is a terminal, which shows how far a long command has come. */
  readonly showsProgress?: boolean | undefined;
}

/** Enough of a secret to tell two apart, and not enough to use one. */
export function mask(secret: string): string {
  const shown = secret.length >= 16 ? secret.slice(0, 3) : '';
  return `${shown}… (${secret.length} characters)`;
}

/** Text of others for a terminal: control characters come out as escapes, so they cannot steer it. */
export function printable(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
