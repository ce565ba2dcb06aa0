import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../../src/receiver/index.ts';
import { INNOCENT, SHAPES } from './support/shapes.ts';
import '../../support/property.ts';

const LINES = 10_000;
const shapes = Object.entries(SHAPES);
const { text } = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });

test('ten thousand tokens in more than sixty shapes are masked, each in lines of its own', () => {
  expect(shapes.length).toBeGreaterThan(60);
  const tokens = fc.sample(fc.stringMatching(/^[A-Za-z0-9._~-]{18,40}$/), LINES);
  const lines = fc.sample(fc.constantFrom(...INNOCENT), 2 * LINES);
  let masked = 0;
  tokens.forEach((token, i) => {
    const [name, shape] = shapes[i % shapes.length] as (typeof shapes)[number];
    const written = `${lines[2 * i]}\n${shape(token)}\n${lines[2 * i + 1]}`;
    const redacted = text(written);
    if (!written.includes(token)) throw new Error(`The shape ${name} does not hold its token.`);
    if (!redacted.includes(token) && redacted.includes('***')) masked += 1;
    else throw new Error(`In the shape ${name} a token stays: ${written}`);
  });
  expect(masked).toBe(LINES);
});
