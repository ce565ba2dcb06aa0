import type { SkipReason } from './outcome.ts';

/** Reads one header by its lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

const DOCUMENTS = /^(?:document|iframe|frame|embed|object)$/;

// Link previews and scanners by their names: a pattern such as /bot/ would also match a Cubot phone.
const BOTS = `
  Slackbot Slack-ImgProxy Discordbot TelegramBot Twitterbot facebookexternalhit facebookcatalog
  Facebot meta-externalagent meta-externalfetcher LinkedInBot SkypeUriPreview Pinterestbot
  redditbot Googlebot GoogleOther Google-InspectionTool APIs-Google AdsBot-Google
  Storebot-Google bingbot BingPreview DuckDuckBot YandexBot Baiduspider Applebot Amazonbot
  PetalBot SemrushBot AhrefsBot MJ12bot DotBot GPTBot OAI-SearchBot ChatGPT-User ClaudeBot
  PerplexityBot Bytespider CCBot ia_archiver archive.org_bot Embedly Iframely vkShare
  W3C_Validator Mattermost-Bot rogerbot HeadlessScanner urlscan VirusTotal Barracuda Proofpoint
  Mimecast ZoomBot
`;
// These stand at the beginning; elsewhere the words mean the app in which a person reads.
const FIRST_WORDS = 'WhatsApp Viber Line Snapchat Iframely Google-PageRenderer';
const KNOWN_BOT = RegExp(`\\b(?:${anyOf(BOTS)})|^(?:${anyOf(FIRST_WORDS)})/`, 'i');

function anyOf(words: string): string {
  return words.trim().replaceAll('.', '\\.').replace(/\s+/g, '|');
}

/** Whether a user agent is a known link preview, scanner or crawler. */
export function isKnownBot(userAgent: string): boolean {
  return KNOWN_BOT.test(userAgent);
}

/** Why nobody looks at the answer, if so. */
export function skipReason(
  method: string,
  header: HeaderReader,
  isBot: (userAgent: string) => boolean,
): SkipReason | undefined {
  if (method === 'HEAD') return 'head';
  // Speculation: Sec-Purpose in Chrome, Firefox and Safari; the others are what came before it.
  const purpose = `${header('sec-purpose') ?? ''} ${header('purpose') ?? ''} ${header('x-purpose') ?? ''} ${header('x-moz') ?? ''}`;
  if (/prerender/i.test(purpose)) return 'prerender';
  if (/prefetch|preview/i.test(purpose)) return 'prefetch';
  return isBot(header('user-agent') ?? '') ? 'bot' : undefined;
}

/** Whether the answer becomes a page with an address bar or a frame of its own (Fetch Metadata). */
export function isDocument(header: HeaderReader): boolean {
  const mode = header('sec-fetch-mode');
  const dest = header('sec-fetch-dest');
  if (mode || dest) return mode === 'navigate' || DOCUMENTS.test(dest ?? '');
  return /\btext\/html\b/i.test(header('accept') ?? '');
}

/** Whether the page is shown inside another one. */
export function isEmbedded(header: HeaderReader): boolean {
  const dest = header('sec-fetch-dest') ?? '';
  return dest !== 'document' && DOCUMENTS.test(dest);
}
