import type { Arrival } from './find-token.ts';
import type { FormFields } from './form-fields.ts';
import type { NoticeReader } from './pages/notices.ts';
import type { HeaderReader } from './request-kind.ts';

/** A request as any server has it. */
export interface IncomingHead<Incoming> {
  readonly method: string;
  /** Path and query as they arrived, a mount point included. */
  readonly target: string;
  readonly header: HeaderReader;
  readonly form: () => Promise<FormFields> | FormFields;
  /** Address of the client, as far as the server knows it. */
  readonly address: () => string | undefined;
  /** Whether the client has closed the connection. */
  readonly isDisconnected: () => boolean;
  /** Takes the token out of the request, and gives the request that hooks and routes may see. */
  readonly stripToken: (url: string) => Incoming;
  readonly request: Incoming;
}

/** One request that concerns the receiver. */
export interface Visit<Incoming> {
  readonly head: IncomingHead<Incoming>;
  readonly arrival: Arrival;
  readonly request: Incoming;
  readonly reader: NoticeReader;
  /** Whether the token was in the body. */
  readonly isPosted: boolean;
}
