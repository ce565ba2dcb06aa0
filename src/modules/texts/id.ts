import { PLACEHOLDER } from '../../token/placeholder.ts';
import { diagnostics } from '../../url/texts/id.ts';
import { helpOf, type ModuleTexts } from './module-texts.ts';

/** Indonesian. */
export const texts: ModuleTexts = {
  lang: 'id',
  url: {
    tooltip: `Tulis ${PLACEHOLDER} di tempat layanan mengharapkan token. Setiap klik mengisinya dengan token baru yang berlaku lima menit.`,
    help: helpOf(diagnostics),
  },
  diagnostics,
  issues: {
    'label-empty':
      'Label tidak dapat dibuat dari nama ini. Pilih nama yang memiliki huruf atau angka.',
    'name-changed':
      'Nama tidak dapat diubah karena izin memakai nama itu. Untuk mengganti nama, hapus modul lalu buat lagi.',
    'name-control-character':
      'Nama ini memiliki karakter yang tidak terlihat. Ketik ulang nama itu.',
    'name-missing': 'Modul belum memiliki nama. Tulis nama yang akan tampil di menu.',
    'name-reserved': 'Nama ini dipakai menu bawaan. Pilih nama lain.',
    'name-taken':
      'Modul lain sudah memakai nama ini; huruf besar dan kecil dianggap sama. Pilih nama lain.',
    'type-missing': 'Modul belum memiliki tipe. Pilih cara modul dibuka.',
    'type-unknown':
      'Tipe ini tidak dikenal di sini. Nilainya tetap disimpan; pastikan aplikasi yang menampilkannya mengenal tipe itu.',
  },
  waitingPage: {
    lang: 'id',
    title: 'Membuka',
    waiting: 'Halaman akan segera terbuka.',
    failed: 'Halaman tidak dapat dibuka. Tutup tab ini dan coba lagi.',
  },
};
