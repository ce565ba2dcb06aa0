import { PLACEHOLDER } from '../../token/placeholder.ts';
import { diagnostics } from '../../url/texts/en.ts';
import { helpOf, type ModuleTexts } from './module-texts.ts';
import { ENGLISH_WAITING_PAGE } from './waiting-page-en.ts';

/** English. */
export const texts: ModuleTexts = {
  lang: 'en',
  url: {
    tooltip: `Write ${PLACEHOLDER} where the service expects a token. Each click puts in a fresh one that lives five minutes.`,
    help: helpOf(diagnostics),
  },
  diagnostics,
  issues: {
    'label-empty': 'No label can be made of this name. Choose a name with a letter or a digit.',
    'name-changed':
      'The name cannot be edited, because the permission is named after it. To rename, delete the module and create it again.',
    'name-control-character':
      'The name has a character that cannot be seen. Type the name again by hand.',
    'name-missing': 'The module has no name yet. Write the name that the menu is to show.',
    'name-reserved': 'A built-in menu has this name. Choose another one.',
    'name-taken': 'Another module has this name; capitals make no difference. Choose another one.',
    'type-missing': 'The module has no type yet. Choose how it opens.',
    'type-unknown':
      'This type is not known here. It is kept as it is; check that the app that shows it knows it.',
  },
  waitingPage: ENGLISH_WAITING_PAGE,
};
