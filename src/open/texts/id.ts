import type { WaitingTexts } from '../waiting-page.ts';
import type { OutcomeTexts } from './outcome-texts.ts';

/** What a tab shows while its token is on the way, in Indonesian. */
export const waitingPage: WaitingTexts = {
  lang: 'id',
  title: 'Membuka halaman…',
  waiting: 'Halaman akan segera terbuka.',
  failed: 'Halaman tidak dapat dibuka. Tutup tab ini dan coba lagi.',
};

/** What became of opening a module, in Indonesian. */
export const results: OutcomeTexts = {
  opened: 'Modul sudah terbuka.',
  blocked: 'Peramban memblokir tab baru. Izinkan pop-up untuk situs ini, lalu klik lagi.',
  timeout: 'Modul tidak dapat dibuka tepat waktu. Periksa koneksi, lalu coba lagi.',
  url: 'Alamat modul ini tidak diatur dengan benar. Minta administrator memperbaikinya.',
  generator: 'Akses ke modul tidak dapat diperoleh. Coba lagi; jika terulang, masuk kembali.',
  aborted: 'Pembukaan modul dibatalkan.',
  gone: 'Halaman ditutup sebelum modul terbuka. Klik lagi untuk membukanya.',
  launcher: 'Perangkat tidak dapat membuka modul. Coba lagi atau hubungi administrator.',
  policy:
    'Halaman ini tidak boleh menampilkan modul di dalamnya. Minta administrator membukanya di tab baru.',
};
