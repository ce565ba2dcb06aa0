/** Languages of the receiver's own pages. */
export type Language = 'en' | 'id';

/** What the receiver says by itself; `code` is for programs, the texts are for people. */
export type NoticeCode = keyof typeof NOTICE_TEXTS;

export const NOTICE_TEXTS = {
  short_token_invalid: {
    en: 'This link is invalid or has expired. Open it again from MileApp.',
    id: 'Tautan ini tidak valid atau sudah kedaluwarsa. Buka lagi dari MileApp.',
  },
  bad_request: {
    en: 'This link is not well formed. Open it again from MileApp.',
    id: 'Tautan ini tidak lengkap. Buka lagi dari MileApp.',
  },
  not_admitted: {
    en: 'You are signed in to MileApp, but you may not use this service. Ask your administrator.',
    id: 'Anda sudah masuk ke MileApp, tetapi tidak boleh memakai layanan ini. Hubungi administrator Anda.',
  },
  different_user: {
    en: 'Another user is signed in here. Sign out first, then open this from MileApp.',
    id: 'Pengguna lain sedang masuk di sini. Keluar dulu, lalu buka dari MileApp.',
  },
  too_many_attempts: {
    en: 'There were too many invalid links. Wait a minute, then open this from MileApp.',
    id: 'Terlalu banyak tautan yang tidak valid. Tunggu satu menit, lalu buka dari MileApp.',
  },
  temporarily_unavailable: {
    en: 'Signing in is not possible right now. Try again in a moment.',
    id: 'Saat ini Anda belum bisa masuk. Coba lagi sebentar lagi.',
  },
  outcome_unknown: {
    en: 'It is not known whether you are signed in. Open this again from MileApp.',
    id: 'Belum diketahui apakah Anda sudah masuk. Buka lagi dari MileApp.',
  },
  internal_error: {
    en: 'Something went wrong here. Open this again from MileApp.',
    id: 'Terjadi kesalahan. Buka lagi dari MileApp.',
  },
  not_signed_in: {
    en: 'You are not signed in. Open this from MileApp.',
    id: 'Anda belum masuk. Buka dari MileApp.',
  },
  signed_out: {
    en: 'You are signed out. To come back, open this from MileApp.',
    id: 'Anda sudah keluar. Untuk kembali, buka dari MileApp.',
  },
  no_preview: {
    en: 'There is no preview of this link. Open it in a browser.',
    id: 'Tautan ini tidak punya pratinjau. Buka di peramban.',
  },
  not_in_advance: {
    en: 'This link cannot be loaded in advance.',
    id: 'Tautan ini tidak dapat dimuat lebih dulu.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export const USER_CHANGE_TEXTS = {
  en: {
    title: 'Continue as somebody else?',
    here: 'You are signed in here as:',
    newcomer: 'The link that you followed signs you in as:',
    advice: 'If you did not open this from MileApp yourself, stay as you are.',
    change: 'Continue as the new user',
    stay: 'Stay as I am',
  },
  id: {
    title: 'Lanjutkan sebagai pengguna lain?',
    here: 'Di sini Anda masuk sebagai:',
    newcomer: 'Tautan yang Anda buka akan memasukkan Anda sebagai:',
    advice: 'Jika bukan Anda sendiri yang membukanya dari MileApp, tetaplah seperti sekarang.',
    change: 'Lanjutkan sebagai pengguna baru',
    stay: 'Tetap seperti sekarang',
  },
} as const;

export const RELAY_TEXTS = {
  en: { incomplete: NOTICE_TEXTS.bad_request.en, script: 'This page needs JavaScript.' },
  id: { incomplete: NOTICE_TEXTS.bad_request.id, script: 'Halaman ini memerlukan JavaScript.' },
} as const;

export const IDENTITY_TEXTS = {
  en: (userId: string, organizationId: string) => `user ${userId}, organization ${organizationId}`,
  id: (userId: string, organizationId: string) =>
    `pengguna ${userId}, organisasi ${organizationId}`,
} as const;

/**
 * The language that a browser asks for before the other one.
 *
 * @param acceptLanguage - the header of that name; English where it names neither
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function languageOf(acceptLanguage: string | null | undefined): Language {
  let best: Language = 'en';
  let weight = 0;
  for (const range of (acceptLanguage ?? '').slice(0, 512).split(',')) {
    const [, tag = '', quality = '1'] =
      /^\s*([a-z]{2})(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(range) ?? [];
    // `in` is what Indonesian was called before 1989, and still is by old Android and Java.
    const language = { en: 'en', id: 'id', in: 'id' }[tag.toLowerCase()] as Language | undefined;
    if (language === undefined || !(Number(quality) > weight)) continue;
    best = language;
    weight = Number(quality);
  }
  return best;
}
