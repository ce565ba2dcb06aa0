import { type AuditStep, holdsToken } from '../audit.ts';
import { bearerParts, reveals } from '../reveals.ts';

/** What the receiver has logged meanwhile. */
export function logs(readLog: (() => Promise<string>) | undefined): AuditStep {
  return {
    name: 'the log',
    codes: ['token-in-log', 'bearer-in-log'],
    async run(audit) {
      const log = await readLog?.();
      if (!log) {
        const why = log === undefined ? 'no log was named' : 'nothing was written to it meanwhile';
        for (const code of this.codes) audit.skip(code, why);
        return;
      }
      const visits = audit.answers.filter(({ token }) => holdsToken(log, token));
      const kinds = [...new Set(visits.map(({ what }) => what))];
      if (kinds.length > 0) {
        const more = kinds.length > 3 ? ` and ${kinds.length - 3} more` : '';
        audit.found('token-in-log', `the token of ${kinds.slice(0, 3).join(', ')}${more}`);
      }
      const parts = Object.values(audit.people).flatMap((user) =>
        bearerParts(audit.issuer.bearerOf(user)),
      );
      const lines = log.split('\n');
      if (lines.some((line) => reveals(line, parts))) {
        audit.found('bearer-in-log', 'the bearer is in it');
      }
    },
  };
}
