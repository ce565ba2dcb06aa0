import { domainToAscii } from '@mileapp/custom-module-url/idna';
import { equal, suite } from './harness.mjs';

export default suite('idna', {
  'writes hosts of every script in ASCII': () => {
    const rows = {
      'Bücher.Example': 'xn--bcher-kva.example',
      'svc。example': 'svc.example',
      'บริการ.example': 'xn--12c3c1ab8ek.example',
      'xn--bcher-kva.example': 'xn--bcher-kva.example',
      'straße.example': 'xn--strae-oqa.example',
    };
    for (const [name, expected] of Object.entries(rows)) equal(domainToAscii(name), expected, name);
  },
  'refuses what programs read in different ways': () => {
    for (const name of ['xn--xn---epa.example', 'xn--svc-.example', 'svc example', 'ẞ.example']) {
      equal(domainToAscii(name), null, name);
    }
  },
});
