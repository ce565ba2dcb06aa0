/** The canonical spelling of the placeholder. */
export const PLACEHOLDER = '{SHORT_TOKEN}';
