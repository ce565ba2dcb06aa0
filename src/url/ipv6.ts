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
  const [start, length] = longestRunOfZeros(pieces);
  const shown = pieces.map((piece) => piece.toString(16));
  if (length < 2) return shown.join(':');
  return `${shown.slice(0, start).join(':')}::${shown.slice(start + length).join(':')}`;
}

/** The eight pieces of an address. */
function readPieces(text: string): number[] | undefined {
  // The longest form has six pieces and a dotted address.
  if (text.length > 45 || !/^[\da-f:.]+$/i.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front = [], back = []] = halves.map((half, i) =>
    half === ''
      ? []
      : half.split(':').flatMap((piece, j, all) => {
          const isLast = i === halves.length - 1 && j === all.length - 1;
          return isLast && piece.includes('.') ? readDotted(piece) : readPiece(piece);
        }),
  );
  const known = front.length + back.length;
  if ([...front, ...back].some(Number.isNaN)) return undefined;
  if (halves.length === 1 ? known !== 8 : known > 7) return undefined;
  return [...front, ...Array<number>(8 - known).fill(0), ...back];
}

function readPiece(piece: string): number {
  return /^[\da-f]{1,4}$/i.test(piece) ? Number.parseInt(piece, 16) : Number.NaN;
}

/** An IPv4 address at the end stands for two pieces. */
function readDotted(text: string): readonly number[] {
  const octets = text
    .split('.')
    .map((octet) => (octet === `${+octet & 255}` ? +octet : Number.NaN));
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  return octets.length === 4 ? [a * 256 + b, c * 256 + d] : [Number.NaN];
}

function longestRunOfZeros(pieces: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  for (let start = 0; start < pieces.length; start++) {
    let end = start;
    while (pieces[end] === 0) end++;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}
