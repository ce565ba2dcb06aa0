/**
 * Decodes what follows `xn--` in a lower-case label; gives an empty string for what is not Punycode.
 *
 * @see RFC 3492 section 6.2, with the parameters of section 5: base 36, tmin 1, tmax 26, skew 38,
 *   damp 700, initial bias 72, initial n 128
 */
export function decodePunycode(label: string): string {
  const delimiter = label.lastIndexOf('-');
  const points = label.slice(0, Math.max(delimiter, 0)).split('');
  let n = 128;
  let i = 0;
  let bias = 72;
  for (let at = delimiter > 0 ? delimiter + 1 : 0; at < label.length; ) {
    const from = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const c = label.charAt(at++);
      const digit = /[a-z]/.test(c) ? c.charCodeAt(0) - 97 : /\d/.test(c) ? +c + 26 : NaN;
      i += digit * weight;
      if (!(i <= 0x7fffffff)) return '';
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = points.length + 1;
    let delta = ((i - from) / (from ? 2 : 700)) | 0;
    delta += (delta / length) | 0;
    for (bias = 0; delta > 455; bias += 36) delta = (delta / 35) | 0;
    bias += ((36 * delta) / (delta + 38)) | 0;
    n += (i / length) | 0;
    if (n > 0x10ffff) return '';
    i %= length;
    points.splice(i++, 0, String.fromCodePoint(n));
  }
  return points.join('');
}
