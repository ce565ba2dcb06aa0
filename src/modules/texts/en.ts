import type { CustomModuleDiagnosticCode } from '../diagnostics.ts';

/** What each diagnostic of a module's fields means and what to do, in English. */
export const diagnostics: Readonly<Record<CustomModuleDiagnosticCode, string>> = {
  'configuration-invalid':
    'The way the menu shows the module is not set correctly. Check the icon, the order and whether it opens in a new tab.',
  'is-active-invalid': 'Choose whether the module is active or not.',
  'label-empty':
    'No label can be made of this name here, so the server chooses one. To choose it yourself, write a label.',
  'label-invalid':
    'A label has small letters and digits with single hyphens between words, such as custom-report. Correct it, or leave it to the server.',
  'label-taken':
    'Another module has the same label. Choose another one if the two have to be told apart by it.',
  'name-changed':
    'The name cannot be edited, because the permission is named after it. To rename, delete the module and create it again.',
  'name-confusable':
    'This name looks the same as another one. Choose a name that nobody mistakes for it.',
  'name-invisible-character':
    'The name has a character that cannot be seen. Type the name again by hand.',
  'name-malformed':
    'The name has half of a character, perhaps from cutting text. Type the name again by hand.',
  'name-missing': 'The module has no name yet. Write the name that the menu is to show.',
  'name-reserved': 'A built-in menu has this name. Choose another one.',
  'name-taken': 'Another module has this name; capitals make no difference. Choose another one.',
  'permissions-invalid':
    'The roles that may see the module are not set correctly. Choose them again.',
  'type-missing': 'The module has no type yet. Choose how it opens.',
  'type-misspelled': 'This type is written differently. Choose it from the list.',
  'type-unknown':
    'This type is not known here. It is kept as it is; check that the app that shows it knows it.',
};
