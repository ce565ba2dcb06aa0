import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SandboxUser, World } from '../world/world.ts';

/** Who a bearer belongs to, and the invocation that it was made for. */
export interface Session {
  readonly user: SandboxUser;
  readonly organizationId: string;
  /** Absent for a personal access token, and for a login that is no click. */
  readonly invocation: string | undefined;
}

/** Makes and reads the bearers of the sandbox's users. */
export interface Sessions {
  /** A bearer as a login gives it, good for a day of the sandbox's clock. */
  readonly start: (userId: string, invocation?: string, organizationId?: string) => string;
  /** Whom a bearer or a personal access token belongs to; `undefined` for a dead one. */
  readonly read: (bearer: string) => Session | undefined;
}

const LIFE_SECONDS = 86_400;
const HEADER = encode({ typ: 'JWT', alg: 'HS256' });

/**
 * Signs who it is into the bearer instead of keeping a list, so that a million invocations take no
 * memory and two sandboxes with one key take each other's bearers.
 *
 * @param key - of the signature; whoever has it is everybody
 */
export function createSessions(key: string, world: World, now: () => number): Sessions {
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');

  return {
    start(userId, invocation, organizationId = world.organizationId) {
      const issuedAt = Math.floor(now() / 1000);
      const claims = {
        sub: userId,
        org: organizationId,
        ...(invocation !== undefined && { jti: invocation }),
        iat: issuedAt,
        exp: issuedAt + LIFE_SECONDS,
      };
      const text = `${HEADER}.${encode(claims)}`;
      return `${text}.${sign(text)}`;
    },
    read(bearer) {
      const owner = world.userOfAccessToken(bearer);
      if (owner !== undefined) {
        return { user: owner, organizationId: world.organizationId, invocation: undefined };
      }
      const end = bearer.lastIndexOf('.');
      const text = bearer.slice(0, end);
      if (!text.startsWith(`${HEADER}.`) || !sameText(sign(text), bearer.slice(end + 1))) return;
      const claims = JSON.parse(Buffer.from(text.slice(HEADER.length + 1), 'base64url').toString());
      const user = world.user(claims.sub);
      if (user === undefined || claims.exp * 1000 <= now()) return;
      return { user, organizationId: claims.org, invocation: claims.jti };
    },
  };
}

/** @see RFC 6750 section 2.1 */
export function bearerOf(request: Request): string | undefined {
  return /^bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
