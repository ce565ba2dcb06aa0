import { expect, test } from 'vitest';
import { expectedOutput } from './expected-output.ts';

const CODE = `
console.log(one); // 1
for (const each of all) console.log(each);
// a
// b … d
done(); // not printed
// not printed
`;

test.each([
  ['what the comments say', '1\na\nb c d\n', true],
  ['a line less', '1\na\n', false],
  ['another line', '2\na\nb c d\n', false],
  ['nothing', '', false],
])('%s: %j is %s', (_name, output, matches) => {
  expect(expectedOutput(CODE).test(output)).toBe(matches);
});
