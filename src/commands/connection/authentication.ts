import { createHash, timingSafeEqual } from 'node:crypto';

/** The only user there is so far. */
export const DEFAULT_USER = 'default';

/** Who may come in: the default user, with the password of `requirepass` or without one. */
export class Authentication {
  private digest: Buffer | undefined = undefined;

  /** A client has to authenticate before anything else. */
  get required(): boolean {
    return this.digest !== undefined;
  }

  /** Undefined: no password is needed, and any is right. */
  setPassword(password: Uint8Array | undefined): void {
    this.digest = password === undefined ? undefined : digestOf(password);
  }

  accepts(user: string, password: Uint8Array): boolean {
    if (user !== DEFAULT_USER) return false;
    // Digests are of one length, and comparing them takes the same time wherever they differ.
    return this.digest === undefined || timingSafeEqual(digestOf(password), this.digest);
  }
}

function digestOf(password: Uint8Array): Buffer {
  return createHash('sha256').update(password).digest();
}
