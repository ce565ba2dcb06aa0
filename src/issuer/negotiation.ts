const JSON_TYPES = new Set(['*/*', 'application/*', 'application/json']);
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
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';');
    return JSON_TYPES.has(type.trim().toLowerCase()) && !parameters.some(isZeroWeight);
  });
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
