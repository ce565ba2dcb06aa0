import type { CustomModuleDiagnosticCode } from '../diagnostics.ts';

/** What each diagnostic of a module's fields means and what to do, in Indonesian. */
export const diagnostics: Readonly<Record<CustomModuleDiagnosticCode, string>> = {
  'configuration-invalid':
    'Pengaturan tampilan modul di menu tidak benar. Periksa ikon, urutan, dan pilihan membuka di tab baru.',
  'is-active-invalid': 'Pilih apakah modul aktif atau tidak.',
  'label-empty':
    'Label tidak dapat dibuat dari nama ini, sehingga server yang memilihnya. Tulis label jika ingin memilih sendiri.',
  'label-invalid':
    'Label terdiri atas huruf kecil dan angka dengan satu tanda hubung di antara kata, misalnya custom-report. Perbaiki, atau biarkan server yang memilih.',
  'label-taken':
    'Modul lain memakai label yang sama. Pilih label lain jika keduanya harus dibedakan.',
  'name-changed':
    'Nama tidak dapat diubah karena izin memakai nama itu. Untuk mengganti nama, hapus modul lalu buat lagi.',
  'name-confusable':
    'Nama ini terlihat sama dengan nama lain. Pilih nama yang tidak akan tertukar.',
  'name-invisible-character':
    'Nama ini mengandung karakter yang tidak terlihat. Ketik ulang nama itu.',
  'name-malformed':
    'Nama ini mengandung setengah karakter, mungkin karena teks terpotong. Ketik ulang nama itu.',
  'name-missing': 'Modul belum memiliki nama. Tulis nama yang akan tampil di menu.',
  'name-reserved': 'Nama ini sudah dipakai oleh menu bawaan. Pilih nama lain.',
  'name-taken':
    'Modul lain sudah memakai nama ini; huruf besar dan kecil dianggap sama. Pilih nama lain.',
  'permissions-invalid': 'Peran yang boleh melihat modul tidak diatur dengan benar. Pilih lagi.',
  'type-missing': 'Modul belum memiliki tipe. Pilih cara modul dibuka.',
  'type-misspelled': 'Penulisan tipe ini berbeda. Pilih dari daftar.',
  'type-unknown':
    'Tipe ini tidak dikenal di sini. Nilainya tetap disimpan; pastikan aplikasi yang menampilkannya mengenal tipe itu.',
};
