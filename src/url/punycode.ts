// RFC 3492, section 5: base 36, tmin 1, tmax 26, skew 38, damp 700, initial bias 72, initial n 128.
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const INITIAL_BIAS = 72;

/** Decodes what follows `xn--` in a lower-case label, or gives `undefined` for what is not Punycode. */
export function decodePunycode(label: string): string | undefined {
  const delimiter = label.lastIndexOf('-');
  const points = [...label.slice(0, Math.max(delimiter, 0))];
  let n = 128;
  let i = 0;
  let bias = INITIAL_BIAS;
  for (let at = delimiter > 0 ? delimiter + 1 : 0; at < label.length; ) {
    const from = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = at < label.length ? DIGITS.indexOf(label.charAt(at++)) : -1;
      i += digit * weight;
      if (digit < 0 || i > 0x7fffffff) return undefined;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= 36 - t;
    }
    const length = points.length + 1;
    bias = adapt(i - from, length, !from);
    n += (i / length) | 0;
    if (n > 0x10ffff) return undefined;
    i %= length;
    points.splice(i++, 0, String.fromCodePoint(n));
  }
  return points.join('');
}

/** Encodes a label with characters beyond ASCII, prefix included. */
export function encodePunycode(label: string): string {
  const points = Array.from(label, (c) => c.codePointAt(0) as number);
  let output = label.replace(/[^\0-\x7f]/g, '');
  let handled = output.length;
  const basic = handled;
  if (basic) output += '-';
  let n = 128;
  let delta = 0;
  let bias = INITIAL_BIAS;
  for (; handled < points.length; delta++, n++) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let rest = delta;
      for (let k = 36; ; k += 36) {
        const t = threshold(k, bias);
        const last = rest < t;
        output += DIGITS[last ? rest : t + ((rest - t) % (36 - t))];
        if (last) break;
        rest = ((rest - t) / (36 - t)) | 0;
      }
      bias = adapt(delta, ++handled, handled === basic + 1);
      delta = 0;
    }
  }
  return `xn--${output}`;
}

function threshold(k: number, bias: number): number {
  return Math.min(Math.max(k - bias, 1), 26);
}

function adapt(delta: number, length: number, first: boolean): number {
  let rest = (delta / (first ? 700 : 2)) | 0;
  rest += (rest / length) | 0;
  let k = 0;
  for (; rest > 455; k += 36) rest = (rest / 35) | 0;
  return k + (((36 * rest) / (rest + 38)) | 0);
}
