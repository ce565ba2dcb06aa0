/** Longest module URL, in UTF-16 code units. RFC 9110 section 4.1 asks everybody to support 8000 octets. */
export const MAX_LENGTH = 8192;

/**
 * Characters without a width, for a class of a regular expression: soft hyphens, joiners, marks of
 * direction, fillers, C1 controls. The joiner and the variation selectors of emoji are not among them.
 */
export const INVISIBLE =
  '\\x80-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u200c\\u200e\\u200f' +
  '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufffc';

/** A JSON Web Token: a header, which begins with `{"` in base64url, and what dots separate from it (RFC 7519). */
export const BEARER = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g;
