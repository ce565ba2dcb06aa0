import { PLACEHOLDER } from '../../token/placeholder.ts';
import type { ModuleUrlDiagnosticCode } from '../diagnostics.ts';

/** What each diagnostic of a module URL means and what to do, in Indonesian. */
export const diagnostics: Readonly<Record<ModuleUrlDiagnosticCode, string>> = {
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
  'encoded-url':
    'Seluruh URL dikodekan dengan tanda persen, mungkin karena disalin dari URL lain. Tulis seperti di bilah alamat, diawali https://.',
  'escaped-character':
    'Karakter ini akan dikodekan dengan tanda persen, seperti yang dilakukan peramban. Tidak ada yang perlu diubah jika layanan memang mengharapkannya.',
  'html-entity':
    'Ini cara HTML menulis karakter khusus, di sini tanda &. Tulis & saja, jika tidak, layanan menerima parameter dengan nama lain.',
  'insecure-scheme': 'Data yang dikirim lewat http dapat disadap. Awali URL dengan https://.',
  'invalid-host':
    'Ini bukan nama domain dan bukan alamat IP. Periksa bagian di antara // dan / berikutnya.',
  'invalid-port':
    'Port adalah angka dari 1 sampai 65535. Perbaiki, atau hapus bersama titik duanya.',
  'invisible-character':
    'Ada karakter yang tidak terlihat di sini, mungkin karena menyalin teks. Hapus karakter itu.',
  'lone-surrogate':
    'Ini hanya setengah karakter, mungkin karena teks terpotong. Hapus karakter itu.',
  'malformed-authority':
    'Setelah https: harus ada tepat dua garis miring dan host. Tulis https://host/path.',
  'malformed-percent-encoding':
    'Tanda % harus diikuti dua digit heksadesimal. Tulis tanda % biasa sebagai %25.',
  'misplaced-delimiter':
    'Parameter pertama ditulis setelah ?, parameter berikutnya setelah &. Tulis seperti itu agar layanan menemukan token.',
  'misspelled-placeholder': `Ini mirip placeholder, tetapi bukan. Tulis ${PLACEHOLDER} dengan huruf besar dan kurung kurawal ini.`,
  'misspelled-scheme': 'Bagian awal URL salah tulis. Tulis https:// satu kali.',
  'nested-url':
    'Token akan dikirim ke situs lain yang disebut di dalam URL ini. Biarkan hanya jika Anda memercayai situs itu.',
  'no-placeholder': `Tanpa ${PLACEHOLDER}, layanan tidak tahu siapa yang membukanya. Tambahkan di tempat layanan mengharapkan token, misalnya ?token=${PLACEHOLDER}.`,
  'non-ascii-host':
    'Tulis host dalam Punycode, yang diawali xn--, agar semua program membaca nama yang sama.',
  'non-canonical-host':
    'Alamat ini dapat ditulis dengan beberapa cara, sedangkan program membandingkan hurufnya. Tulis seperti yang ditulis peramban.',
  'placeholder-after-percent':
    'Token akan terbaca sebagai bagian dari tanda % di depannya. Beri karakter lain di antaranya atau tulis % sebagai %25.',
  'placeholder-in-credentials': `Token tidak boleh berada di depan tanda @. Pindahkan ${PLACEHOLDER} ke setelah host.`,
  'placeholder-in-host': `Token tidak boleh menentukan tujuan URL. Pindahkan ${PLACEHOLDER} ke setelah host, misalnya ke ?token=${PLACEHOLDER}.`,
  'placeholder-in-parameter-name': `Token harus menjadi nilai sebuah parameter. Tulis nama dan tanda = di depannya, misalnya ?token=${PLACEHOLDER}.`,
  'placeholder-in-port': `Token tidak boleh berada di port. Pindahkan ${PLACEHOLDER} ke belakangnya.`,
  'placeholder-in-scheme': `URL harus diawali https://. Pindahkan ${PLACEHOLDER} ke setelah host.`,
  'private-host':
    'Host ini hanya dapat dijangkau dari dalam suatu jaringan. Pastikan semua orang yang memiliki menu ini berada di jaringan itu.',
  'scheme-forbidden': 'Hanya halaman web yang dapat dibuka. Tulis URL yang diawali https://.',
  'scheme-missing': 'Bagian awal belum ada. Tulis https:// di depan.',
  'surrounding-whitespace': 'Ada spasi sebelum atau sesudah URL. Hapus spasi itu.',
  'text-beside-placeholder':
    'Teks ini menempel pada placeholder, sehingga layanan menerimanya bersama token. Hapus jika layanan tidak mengharapkannya.',
  'token-in-fragment':
    'Bagian setelah # tidak pernah sampai ke server. Biarkan di sana hanya jika skrip di halaman itu membaca token.',
  'too-long': 'URL lebih panjang dari 8192 karakter. Persingkat URL ini.',
  'trailing-dot-host':
    'Dengan titik di akhir, host dianggap situs lain. Hapus titik itu jika bukan itu maksud Anda.',
  'unescaped-character':
    'Peramban menerima karakter ini apa adanya, tetapi program yang ketat menolaknya. Kodekan dengan tanda persen agar dipahami di mana pun.',
  'unknown-placeholder': `Bagian ini tidak akan diganti. Tulis ${PLACEHOLDER} jika maksud Anda token, atau biarkan jika layanan memang mengharapkan kurung kurawalnya.`,
  'unverified-punycode':
    'Di sini tidak dapat dipastikan apakah Punycode ini sah. Minta pengembang halaman ini memeriksa host dari semua aksara (opsi domainToAscii).',
  'wrapped-url':
    'Ada yang ikut tersalin bersama URL, misalnya tanda kutip, kurung, atau label. Tulis URL-nya saja.',
};
