import type { ErrorTexts } from './error-texts.ts';

const BUSY = 'Server sedang bermasalah. Coba lagi nanti.';
const ODD = 'Jawaban server tidak dapat dipahami. Coba lagi atau hubungi administrator.';
const OFFLINE = 'Server tidak dapat dihubungi. Periksa koneksi, lalu coba lagi.';
const SETUP = 'Aplikasi tidak diatur dengan benar. Hubungi administrator.';
const SIGN_IN = 'Sesi Anda sudah berakhir. Masuk kembali, lalu coba lagi.';

/** What each error of a call means and what to do, in Indonesian. */
export const errors: ErrorTexts = {
  aborted: 'Permintaan dibatalkan.',
  bad_request: SETUP,
  bearer_missing: SIGN_IN,
  bearer_rejected: SIGN_IN,
  conflict:
    'Orang lain mengubah data ini pada saat yang sama. Muat ulang, lalu ulangi perubahan Anda.',
  create_failed: 'Modul tidak dapat dibuat. Coba lagi nanti.',
  delete_failed: 'Modul tidak dapat dihapus. Coba lagi nanti.',
  duplicate: 'Modul dengan nama ini sudah ada. Pilih nama lain.',
  endpoint_not_found: SETUP,
  forbidden: 'Anda tidak memiliki izin untuk ini. Minta izin kepada administrator.',
  insecure_url: SETUP,
  network_interrupted: 'Koneksi terputus. Periksa koneksi, lalu coba lagi.',
  network_unreachable: OFFLINE,
  not_found: 'Modul ini sudah tidak ada. Muat ulang daftarnya.',
  outcome_unknown:
    'Belum diketahui apakah server menerima permintaan ini. Muat ulang sebelum mengulanginya.',
  permission_denied: 'Anda tidak memiliki izin untuk ini. Minta izin kepada administrator.',
  rate_limited: 'Terlalu banyak permintaan saat ini. Tunggu satu menit, lalu coba lagi.',
  redirect_refused: SETUP,
  refused: 'Server menolak permintaan ini. Periksa isian Anda atau hubungi administrator.',
  request_too_large: 'Isian Anda terlalu panjang. Persingkat, lalu coba lagi.',
  response_invalid: ODD,
  response_not_json: ODD,
  response_too_large: ODD,
  response_truncated: 'Koneksi terputus. Periksa koneksi, lalu coba lagi.',
  server_failure: BUSY,
  short_token_malformed: 'Tautan ini tidak lengkap. Buka lagi modul dari menu.',
  timeout: 'Server terlalu lama menjawab. Coba lagi.',
  tls_error: 'Koneksi aman tidak dapat dibuat. Hubungi administrator.',
  update_failed: 'Modul tidak dapat diubah. Coba lagi nanti.',
  upstream_error: BUSY,
};
