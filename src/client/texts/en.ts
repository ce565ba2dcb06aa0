import type { ErrorTexts } from './error-texts.ts';

const BUSY = 'The server has a problem at the moment. Try again later.';
const ODD = 'The server gave an answer that is not understood. Try again, or ask an administrator.';
const OFFLINE = 'The server cannot be reached. Check the connection and try again.';
const SETUP = 'The application is not set up correctly. Ask an administrator.';
const SIGN_IN = 'You are no longer signed in. Sign in and try again.';

/** What each error of a call means and what to do, in English. */
export const errors: ErrorTexts = {
  aborted: 'The call was cancelled.',
  bad_request: SETUP,
  bearer_missing: SIGN_IN,
  bearer_rejected: SIGN_IN,
  conflict: 'Somebody else changed this at the same time. Load it again and repeat your change.',
  create_failed: 'The module could not be created. Try again later.',
  delete_failed: 'The module could not be deleted. Try again later.',
  duplicate: 'There is a module of this name already. Choose another name.',
  endpoint_not_found: SETUP,
  forbidden: 'You may not do this. Ask an administrator for the permission.',
  insecure_url: SETUP,
  network_interrupted: 'The connection broke off. Check it and try again.',
  network_unreachable: OFFLINE,
  not_found: 'This module is not there any more. Load the list again.',
  outcome_unknown:
    'It is not known whether the server received this. Load it again before you repeat it.',
  permission_denied: 'You may not do this. Ask an administrator for the permission.',
  rate_limited: 'There are too many requests at the moment. Wait a minute and try again.',
  redirect_refused: SETUP,
  refused: 'The server refused this. Check what you entered, or ask an administrator.',
  request_too_large: 'What you entered is too long. Shorten it and try again.',
  response_invalid: ODD,
  response_not_json: ODD,
  response_too_large: ODD,
  response_truncated: 'The connection broke off. Check it and try again.',
  server_failure: BUSY,
  short_token_malformed: 'This link is not complete. Open the module from the menu again.',
  timeout: 'The server took too long. Try again.',
  tls_error: 'A secure connection could not be made. Ask an administrator.',
  update_failed: 'The module could not be changed. Try again later.',
  upstream_error: BUSY,
};
