import type { DiagnosticSeverity, ModuleUrlDiagnostic } from '../check/diagnostics.ts';

/** A field of a module that a diagnostic can be about, the URL apart. */
export type CustomModuleField =
  | 'name'
  | 'label'
  | 'type'
  | 'isActive'
  | 'permissions'
  | 'configuration';

/** Which field each diagnostic is about, how bad it is, and what it says. */
const DIAGNOSTICS = {
  'configuration-invalid': ['configuration', 'error', 'must be an object as the API documents it'],
  'is-active-invalid': ['isActive', 'error', 'must be true or false'],
  'label-empty': ['label', 'warning', 'the name has no letter or digit to make a label of'],
  'label-invalid': ['label', 'error', 'must be a slug such as custom-report'],
  'label-taken': ['label', 'warning', 'another module has this label'],
  'name-changed': ['name', 'error', 'it cannot be edited; delete the module and create it again'],
  'name-confusable': ['name', 'error', 'it looks like another name; choose one that does not'],
  'name-invisible-character': ['name', 'error', 'remove what cannot be seen'],
  'name-malformed': ['name', 'error', 'remove half a character, perhaps from cutting text'],
  'name-missing': ['name', 'error', 'give one'],
  'name-reserved': ['name', 'error', 'a built-in menu has it; choose another'],
  'name-taken': ['name', 'error', 'another module has it; choose another'],
  'permissions-invalid': ['permissions', 'error', 'must be a list of ids'],
  'type-missing': ['type', 'error', 'choose external or internal'],
  'type-misspelled': ['type', 'error', 'write external or internal in small letters'],
  'type-unknown': ['type', 'warning', 'it is kept, and what opens it has to know it'],
} as const satisfies Record<
  string,
  readonly [field: CustomModuleField, severity: DiagnosticSeverity, message: string]
>;

/** What can be said of the fields of a module other than the URL. Stable: messages may change, codes do not. */
export type CustomModuleDiagnosticCode = keyof typeof DIAGNOSTICS;

/** One finding about one field; for the URL it is the diagnostic as the URL check gives it. */
export type CustomModuleDiagnostic =
  | {
      /** Which field it is about. */
      readonly field: CustomModuleField;
      /** What it is. Stable. */
      readonly code: CustomModuleDiagnosticCode;
      /** An error refuses the module; a warning and an info do not. */
      readonly severity: DiagnosticSeverity;
      /** For developers; it never quotes the value. `./texts/en` has sentences for everybody else. */
      readonly message: string;
    }
  | ({
      /** The URL. */
      readonly field: 'url';
    } & ModuleUrlDiagnostic);

/** Makes the diagnostic of a code. */
export function diagnose(code: CustomModuleDiagnosticCode): CustomModuleDiagnostic {
  const [field, severity, message] = DIAGNOSTICS[code];
  return Object.freeze({ field, code, severity, message: `${field}: ${message}` });
}

/** Whether nothing that was found refuses the module. */
export function isAcceptable(diagnostics: readonly CustomModuleDiagnostic[]): boolean {
  return diagnostics.every(({ severity }) => severity !== 'error');
}
