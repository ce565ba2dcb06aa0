/**
 * Writes an IPv6 address as browsers do: lower case, no leading zeros, `::` for the first of the
 * longest runs of two zeros and more.
 *
 * @param text - the address without its brackets
 * @returns `undefined` for what is no IPv6 address
 * @see RFC 4291 section 2.2, RFC 5952 section 4, WHATWG URL, IPv6 serializer
 */
export function canonicalIpv6(text: string): string | undefined {
  const pieces = readPieces(text);
  if (!pieces) return undefined;
  const { start, length } = longestRunOfZeros(pieces);
  const shown = pieces.map((piece) => piece.toString(16));
  if (length < 2) return shown.join(':');
  return `${shown.slice(0, start).join(':')}::${shown.slice(start + length).join(':')}`;
}

/** The eight pieces of an address. */
function readPieces(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const hasGap = halves.length === 2;
  const front = readHalf(halves[0] as string, !hasGap);
  const back = hasGap ? readHalf(halves[1] as string, true) : [];
  const known = front.length + back.length;
  if (hasGap ? known > 7 : known !== 8) return undefined;
  const pieces = front.concat(Array<number>(8 - known).fill(0), back);
  return pieces.some(Number.isNaN) ? undefined : pieces;
}

/** The pieces on one side of `::`; an IPv4 address may only end the whole. */
function readHalf(half: string, isEnd: boolean): number[] {
  if (half === '') return [];
  const pieces = half.split(':');
  return pieces.flatMap((piece, i) =>
    isEnd && i === pieces.length - 1 && piece.includes('.') ? readIpv4(piece) : readPiece(piece),
  );
}

function readPiece(piece: string): number {
  return /^[\da-f]{1,4}$/i.test(piece) ? Number.parseInt(piece, 16) : Number.NaN;
}

/** The two pieces that an IPv4 address of four plain decimal numbers stands for. */
export function readIpv4(text: string): readonly number[] {
  const octets = text
    .split('.')
    .map((octet) => (octet === `${+octet & 255}` ? +octet : Number.NaN));
  const pair = (at: number) => (octets[at] as number) * 256 + (octets[at + 1] as number);
  return octets.length === 4 ? [pair(0), pair(2)] : [Number.NaN];
}

function longestRunOfZeros(pieces: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  pieces.forEach((_, start) => {
    let end = start;
    while (pieces[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
  });
  return best;
}
