import { labelFor, menuFor, moduleNameOf, permissionFor } from '@mileapp/custom-module-url/modules';
import { applyEdit, validateCustomModule } from '@mileapp/custom-module-url/modules/form';
import { texts as english } from '@mileapp/custom-module-url/texts/en';
import { texts as indonesian } from '@mileapp/custom-module-url/texts/id';
import { equal, suite } from './harness.mjs';

const url = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const stock = { _id: 'a1', name: 'Stock', type: 'external', url };
const phone = { ...stock, _id: 'a2', type: 'mobile' };

export default suite('modules', {
  'shows the menu of a user on a platform': () => {
    const menu = (platform, permissions) =>
      menuFor([stock, phone], { platform, permissions }).map(({ module, opens }) => [
        module._id,
        opens,
      ]);
    equal(menu('web', ['View Stock']), [['a1', 'tab']]);
    equal(menu('mobile', ['View Stock']), [['a2', 'native']]);
    equal(menu('web', ['View Stocks']), []);
  },
  'names permission and label': () => {
    equal(moduleNameOf(permissionFor('Stok Gudang')), 'Stok Gudang');
    equal(typeof labelFor('Stok Gudang'), 'string');
  },
  'judges a form, whatever the script': () => {
    const form = { name: 'สต็อก', type: 'external', url };
    equal(validateCustomModule(form).ok, true);
    equal(validateCustomModule({ ...form, name: 'stock' }, { existing: [stock] }).ok, false);
    equal(applyEdit(stock, { name: 'other' }).ok, false);
  },
  'has every text in both languages': () => {
    const keysOf = (value, path = '') =>
      value && typeof value === 'object'
        ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
        : [path];
    equal(keysOf(indonesian).sort(), keysOf(english).sort());
  },
});
