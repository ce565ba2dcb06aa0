/*
 * Characters of which implementations in use do not say the same: tr46 5 (Unicode 16) and 6 (Unicode
 * 17), and Ada 2.9, the URL parser of Node 20. Almost all are younger than the oldest table; the
 * others changed, such as the capital sharp s, which was "ss" and is now "ß". Some ranges bridge
 * characters that are not valid in any of them.
 */
const RANGES =
  '4c0 61d 870-89f 8b5 8c8-8d2 c3c c5c cdc ece 10a0-10c5 115f-1160 17b4-17b5 1806 180e ' +
  '1ac1-1aeb 1b4e-1b4f 1b7f 1c89-1c8a 1dfa 1e9e 2061-2063 206a-206f 20c0-20c1 2132 2183 ' +
  '2427-2429 2b96 2e53-2e5d 3164 31e4-31e5 a7cb-a7cf a7d2 a7d4 a7da-a7f1 fbc2-fbd2 fd40-fd4f ' +
  'fd90-fd91 fdc8-fdcf fdfe-fdff ffa0 105c0-105f3 10940-10959 10d40-10d8f 10ec2-10eff ' +
  '10f70-10f89 11070 11073-11074 110c2 11241 11380-113e2 116d0-116e3 11b60-11bf9 11db0-11de9 ' +
  '11f00-11f01 11f36-11f3a 11f40 11f42 11f5a 13440 13447-143fa 16100-16139 16d40-16d79 ' +
  '16ea0-16ed3 16ff2-16ff6 187f8-187ff 18cff 18d09-18df2 1cc00-1cf46 1d173-1d17a 1d1e9-1d1ea ' +
  '1e08f 1e2ae 1e4ec-1e4ef 1e5d0-1e6ff 1f6d8-1f6df 1f774-1f77f 1f7d9 1f7f0 1f8b2-1f8d8 1f979 ' +
  '1f9cc 1fa54-1fa57 1fa75-1fa77 1fa7b-1fa7c 1fa87-1fa8f 1faa9-1faaf 1fab7-1fabf 1fac3-1facf ' +
  '1fad7-1faf8 1fbcb-1fbef 1fbfa 2b73a-2b73f 2cea2-2cead 2ebf0-2ee5d 2f868 2f874 2f91f 2f95f ' +
  '2f9bf 323b0-33479';

/** Finds a character that implementations of IDNA disagree on. */
export const DISPUTED = new RegExp(
  `[${RANGES.replace(/[\da-f]+/g, '\\u{$&}').replaceAll(' ', '')}]`,
  'u',
);
