import { PLACEHOLDER } from '../../token/placeholder.ts';
import { helpOf, type ModuleTexts } from './module-texts.ts';

const diagnostics: ModuleTexts['diagnostics'] = {
  'ambiguous-host':
    'Alamat ini dibaca berbeda oleh tiap program. Tulis nama domain atau empat angka desimal, misalnya 192.0.2.1.',
  'angle-bracket-placeholder': `Penulisan placeholder ini dapat dipakai. ${PLACEHOLDER} lebih disarankan.`,
  backslash:
    'Tidak semua program membaca garis miring terbalik sebagai garis miring. Tulis /, atau %5C setelah tanda ?.',
  'bearer-in-url': `Siapa pun yang melihat URL ini dapat memakai bearer token di dalamnya. Hapus token itu dan tulis ${PLACEHOLDER} sebagai gantinya.`,
  'control-character': 'Ada karakter yang tidak terlihat di sini. Hapus karakter itu.',
  'credentials-in-url':
    'Nama pengguna atau kata sandi di depan @ dapat bocor dan menyamarkan tujuan URL. Hapus semuanya sampai tanda @.',
  'dot-segment':
    'Peramban menghapus . dan .. dari path beserta bagian sebelumnya. Tulis path tanpa keduanya.',
  'duplicate-parameter':
    'Ada dua parameter dengan nama ini, sehingga layanan bisa membaca yang salah. Ganti nama atau hapus salah satunya.',
  'empty-url': 'Belum ada URL. Tulis URL yang diawali https://.',
  'encoded-placeholder': `Penulisan placeholder ini dapat dipakai. ${PLACEHOLDER} lebih disarankan.`,
  'escaped-character':
    'Karakter ini akan dikodekan dengan tanda persen, seperti yang dilakukan peramban. Tidak ada yang perlu diubah jika layanan memang mengharapkannya.',
  'insecure-scheme':
    'Data lewat http dapat dibaca siapa pun di perjalanan. Awali URL dengan https://.',
  'invalid-host':
    'Ini bukan nama domain dan bukan alamat IP. Periksa bagian di antara // dan / berikutnya.',
  'invalid-port':
    'Port adalah angka dari 1 sampai 65535. Perbaiki, atau hapus bersama titik duanya.',
  'lone-surrogate':
    'Ini hanya setengah karakter, mungkin karena teks terpotong. Hapus karakter itu.',
  'malformed-authority':
    'Setelah https: harus ada tepat dua garis miring dan host. Tulis https://host/path.',
  'malformed-percent-encoding':
    'Tanda % harus diikuti dua digit heksadesimal. Tulis tanda % biasa sebagai %25.',
  'misspelled-placeholder': `Ini mirip placeholder, tetapi bukan. Tulis ${PLACEHOLDER} dengan huruf besar dan kurung kurawal ini.`,
  'nested-url':
    'Token akan dikirim ke situs lain yang disebut di dalam URL ini. Biarkan hanya jika Anda memercayai situs itu.',
  'no-placeholder': `Tanpa ${PLACEHOLDER}, layanan tidak tahu siapa yang membukanya. Tambahkan di tempat layanan mengharapkan token, misalnya ?token=${PLACEHOLDER}.`,
  'non-ascii-host':
    'Tulis host dalam Punycode, yang diawali xn--, agar semua program membaca nama yang sama.',
  'placeholder-after-percent':
    'Token akan terbaca sebagai bagian dari tanda % di depannya. Beri karakter lain di antaranya atau tulis % sebagai %25.',
  'placeholder-in-credentials': `Token tidak boleh berada di depan tanda @. Pindahkan ${PLACEHOLDER} ke belakang host.`,
  'placeholder-in-host': `Token tidak boleh menentukan tujuan URL. Pindahkan ${PLACEHOLDER} ke belakang host, misalnya ke ?token=${PLACEHOLDER}.`,
  'placeholder-in-parameter-name': `Token harus menjadi nilai sebuah parameter. Tulis nama dan tanda = di depannya, misalnya ?token=${PLACEHOLDER}.`,
  'placeholder-in-port': `Token tidak boleh berada di port. Pindahkan ${PLACEHOLDER} ke belakangnya.`,
  'placeholder-in-scheme': `URL harus diawali https://. Pindahkan ${PLACEHOLDER} ke belakang host.`,
  'private-host':
    'Host ini hanya dapat dijangkau dari dalam suatu jaringan. Pastikan semua orang yang memiliki menu ini berada di jaringan itu.',
  'scheme-forbidden': 'Hanya halaman web yang dapat dibuka. Tulis URL yang diawali https://.',
  'scheme-missing': 'Bagian awal belum ada. Tulis https:// di depan.',
  'surrounding-whitespace': 'Ada spasi sebelum atau sesudah URL. Hapus spasi itu.',
  'token-in-fragment':
    'Bagian setelah # tidak pernah sampai ke server. Biarkan di sana hanya jika skrip di halaman itu membaca token.',
  'too-long': 'URL lebih panjang dari 8192 karakter. Persingkat URL ini.',
  'trailing-dot-host':
    'Dengan titik di akhir, host dianggap situs lain. Hapus titik itu jika bukan itu maksud Anda.',
  'unknown-placeholder': `Bagian ini tidak akan diganti. Tulis ${PLACEHOLDER} jika maksud Anda token, atau biarkan jika layanan memang mengharapkan kurung kurawalnya.`,
};

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
