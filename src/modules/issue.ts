import type { DiagnosticSeverity, ModuleUrlDiagnostic } from '../url/diagnostics.ts';

/** What can be said of the other fields of a module. Stable: messages may change, codes do not. */
export type CustomModuleIssueCode =
  | 'label-empty'
  | 'name-changed'
  | 'name-control-character'
  | 'name-missing'
  | 'name-reserved'
  | 'name-taken'
  | 'type-missing'
  | 'type-unknown';

/** One finding about one field; for the URL it is the diagnostic as the URL check gives it. */
export type CustomModuleIssue =
  | {
      readonly field: 'name' | 'label' | 'type';
      readonly code: CustomModuleIssueCode;
      readonly severity: DiagnosticSeverity;
      /** For a person; it never quotes the value. */
      readonly message: string;
    }
  | ({ readonly field: 'url' } & ModuleUrlDiagnostic);

const MESSAGES: Readonly<Record<CustomModuleIssueCode, string>> = {
  'label-empty': 'label empty: give a name with a letter or a digit',
  'name-changed': 'name changed: it cannot be edited; delete the module and create it again',
  'name-control-character': 'name control character: remove what cannot be seen',
  'name-missing': 'name missing: give one',
  'name-reserved': 'name reserved: a built-in menu has it; choose another',
  'name-taken': 'name taken: another module has it; choose another',
  'type-missing': 'type missing: choose external or internal',
  'type-unknown': 'type unknown: it is kept, and what opens it has to know it',
};

/** Makes the issue of a code; its field is the first word of the code. */
export function issueOf(code: CustomModuleIssueCode): CustomModuleIssue {
  return Object.freeze({
    field: code.slice(0, code.indexOf('-')) as 'name',
    code,
    severity: code === 'type-unknown' ? 'warning' : 'error',
    message: MESSAGES[code],
  });
}
