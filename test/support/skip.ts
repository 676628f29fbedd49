import { describe } from 'vitest';

/** `describe`, or a skipped `describe` that first prints why: a test that did not run must say so. */
export function describeUnless(reason: string | undefined, name: string, body: () => void): void {
  if (reason !== undefined) {
    console.warn(`skipped: ${name}: ${reason}`);
    describe.skip(`${name} (${reason})`, body);
    return;
  }
  describe(name, body);
}
