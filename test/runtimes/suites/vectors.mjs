import { isModuleUrlError, renderModuleUrl } from '@mileapp/custom-module-url';
import { checkModuleUrl } from '@mileapp/custom-module-url/check';
import { equal, rejection, suite } from './harness.mjs';

/** The conformance vectors as cases, in full. */
export default function vectors({ check, render }) {
  return suite('vectors', {
    ...casesOf('render', render, renders),
    ...casesOf('check', check, checks),
  });
}

const casesOf = (name, vectors, run) =>
  Object.fromEntries(
    vectors.map((vector, n) => [`${name}.json, case ${n + 1}`, () => run(vector)]),
  );

async function renders({ url, token, tokenJson, href, error }) {
  let calls = 0;
  const rendering = renderModuleUrl(url, () => {
    calls += 1;
    return token ?? tokenJson;
  });
  if (error === undefined) equal((await rendering).href, href);
  else equal(isModuleUrlError(await rejection(rendering), error), true, error);
  equal(calls, token === null ? 0 : 1, 'calls of the generator');
}

function checks({ url, ok, codes, anyOf, fix }) {
  const check = checkModuleUrl(url);
  const reported = check.diagnostics.map(({ code }) => code);
  equal(check.ok, ok);
  const missing = codes.filter((code) => !reported.includes(code));
  equal(anyOf ? missing.length < codes.length : missing.length === 0, true, `missing ${missing}`);
  if (ok && codes.length === 0) equal(reported, []);
  equal(
    check.diagnostics.some(({ severity }) => severity === 'error'),
    !ok,
  );
  if (fix !== undefined) {
    const fixed = check.diagnostics.filter(({ code }) => codes.includes(code));
    equal(
      fixed.map((diagnostic) => diagnostic.fix),
      fixed.map(() => fix),
    );
  }
}
