import { type Chance, oneOf } from './chance.ts';

// Blocks of scripts that people write names in, and characters that IDNA treats in a way of their own.
const SCRIPTS: readonly (readonly [first: number, last: number])[] = [
  [0xa1, 0x17f],
  [0x180, 0x24f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x531, 0x587],
  [0x590, 0x5ff],
  [0x600, 0x6ff],
  [0x900, 0x97f],
  [0x980, 0x9ff],
  [0xb80, 0xbff],
  [0xd80, 0xdff],
  [0xe00, 0xe7f],
  [0xe80, 0xeff],
  [0x1000, 0x109f],
  [0x10a0, 0x10ff],
  [0x1100, 0x11ff],
  [0x1200, 0x137f],
  [0x13a0, 0x13ff],
  [0x1780, 0x17ff],
  [0x1e00, 0x1fff],
  [0x2000, 0x214f],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xa980, 0xa9df],
  [0xf900, 0xfaff],
  [0xff00, 0xffef],
  [0x1d400, 0x1d7ff],
  [0x1f300, 0x1f64f],
  [0x20000, 0x2a6df],
];
const SPECIAL =
  '\u00ad\u200b\u200c\u200d\u0300\u0301\u094d\u0640\u0660\u06f0\u3002\uff0e\u00df\u03c2';

/** A label of one script, now and then with ASCII, another script or a special character in it. */
export function unicodeLabel(chance: Chance): string {
  const script = oneOf(chance, SCRIPTS);
  let label = '';
  for (let left = 1 + chance(6); left > 0; left--) {
    const kind = chance(20);
    if (kind === 0) label += oneOf(chance, SPECIAL);
    else if (kind < 3) label += oneOf(chance, 'az09-A');
    else label += characterOf(chance, kind === 3 ? oneOf(chance, SCRIPTS) : script);
  }
  return label;
}

function characterOf(chance: Chance, [first, last]: readonly [number, number]): string {
  return String.fromCodePoint(first + chance(last - first + 1));
}
