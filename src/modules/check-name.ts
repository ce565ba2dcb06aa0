import type { CustomModuleDiagnosticCode } from './diagnostics.ts';
import { cleanName, labelFor, nameKey } from './names.ts';
import { hasInvisible, isWellFormed } from './readable-name.ts';
import { skeleton } from './skeleton.ts';

/** A module whose name and label may be taken. */
export interface ExistingModule {
  /** As the API gives it. */
  readonly name: string;
  /** As the API gives it. */
  readonly label?: string | null;
  /** A deleted module takes no name. */
  readonly isDeleted?: boolean | null;
}

/** What a name is held against. */
export interface TakenNames {
  /** The organization's modules; deleted ones no longer take a name. */
  readonly existing?: Iterable<ExistingModule>;
  /** Names of the built-in menus. */
  readonly reservedNames?: Iterable<string>;
}

/** What there is to say of a name that has been cleaned. */
export function checkName(name: string, taken: TakenNames): CustomModuleDiagnosticCode[] {
  if (name === '') return ['name-missing'];
  const found: CustomModuleDiagnosticCode[] = [];
  if (!isWellFormed(name)) found.push('name-malformed');
  if (hasInvisible(name)) found.push('name-invisible-character');
  const existing = namesOf(taken.existing);
  const reserved = Array.from(taken.reservedNames ?? []).filter(isText);
  const key = nameKey(name);
  const isSame = (other: string) => nameKey(other) === key;
  if (existing.some(isSame)) found.push('name-taken');
  else if (reserved.some(isSame)) found.push('name-reserved');
  else if ([...existing, ...reserved].some((other) => looksLike(name, other))) {
    found.push('name-confusable');
  }
  return found;
}

/** What there is to say of a label; one that is not set is left to the server. */
export function checkLabel(
  label: string | undefined,
  name: string,
  { existing = [] }: TakenNames,
): CustomModuleDiagnosticCode[] {
  const expected = label ?? labelFor(name);
  if (expected === '')
    return label === undefined ? (name ? ['label-empty'] : []) : ['label-invalid'];
  if (expected !== labelFor(expected)) return ['label-invalid'];
  const isTaken = Array.from(existing).some(
    (module) =>
      module?.isDeleted !== true &&
      isText(module?.name) &&
      nameKey(module.name) !== nameKey(name) &&
      (module.label ?? labelFor(module.name)) === expected,
  );
  return isTaken ? ['label-taken'] : [];
}

/** In either case, since a menu may show names in capitals. */
function looksLike(name: string, other: string): boolean {
  return (
    skeleton(cleanName(name)) === skeleton(cleanName(other)) ||
    skeleton(nameKey(name)).toLowerCase() === skeleton(nameKey(other)).toLowerCase()
  );
}

function namesOf(existing: Iterable<ExistingModule> = []): string[] {
  return Array.from(existing)
    .filter((module) => module?.isDeleted !== true && isText(module?.name))
    .map(({ name }) => name);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
