import type { Certificate } from './listen.ts';
import { loadBundled } from './package.ts';

const LIFE_DAYS = 30;

/** Makes a self-signed certificate for this machine's own names and the host that is listened on. */
export async function makeCertificate(host: string): Promise<Certificate> {
  const { generate } = await loadBundled<typeof import('selfsigned')>('selfsigned');
  const isAddress = /^[\d.]+$|:/.test(host);
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'MileApp sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // Clocks of two machines differ.
    notBeforeDate: new Date(now - 3_600_000),
    notAfterDate: new Date(now + LIFE_DAYS * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
          isAddress ? { type: 7, ip: host } : { type: 2, value: host },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
