// From the most to the least specific: the most specific range that is named decides.
const JSON_RANGES = ['application/json', 'application/*', '*/*'];
const UTF_8 = /^utf-?8$/i;

/**
 * Whether a caller takes JSON.
 *
 * @see RFC 9110 section 12.5.1; a weight of 0 means "not acceptable"
 */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') {
    return true;
  }
  const isAcceptable = new Map<string, boolean>();
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';');
    isAcceptable.set(type.trim().toLowerCase(), !parameters.some(isZeroWeight));
  }
  const deciding = JSON_RANGES.find((range) => isAcceptable.has(range));
  return deciding !== undefined && isAcceptable.get(deciding) === true;
}

/** Whether a body claims to be JSON in UTF-8, uncompressed. */
export function sendsJson(
  contentType: string | undefined,
  contentEncoding: string | undefined,
): boolean {
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity') return false;
  if (contentType === 'application/json') return true;
  const [type = '', ...parameters] = (contentType ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') return false;
  return parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.split('=');
    return name.trim().toLowerCase() !== 'charset' || UTF_8.test(value.trim().replaceAll('"', ''));
  });
}

function isZeroWeight(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() === 'q' && Number(value) === 0;
}
