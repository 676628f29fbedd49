import { describe, expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

const NOTHING = '0'.repeat(40);

describe('DEBUG DIGEST', () => {
  it('is nothing but zeros without data', () => {
    expect(createDebugHarness().run('DEBUG', 'DIGEST')).toBe(`+${NOTHING}\r\n`);
  });

  it("is Redis 8.0.2's", () => {
    const { run, client, keyspace } = createDebugHarness();
    run('SET', 'x', '12');
    run('SET', 'y', 'hello', 'EX', '1000');
    [, , , client.db] = keyspace.databases;
    run('SET', 'z', '5');
    expect(run('DEBUG', 'DIGEST')).toBe('+943e138ca725285f1040945eb0c336562e6bba5b\r\n');
  });

  it('does not depend on the order in which keys came', () => {
    const one = createDebugHarness();
    const other = createDebugHarness();
    for (let i = 0; i < 50; i++) one.run('SET', `key:${i}`, String(i));
    for (let i = 49; i >= 0; i--) other.run('SET', `key:${i}`, String(i));
    expect(one.run('DEBUG', 'DIGEST')).toBe(other.run('DEBUG', 'DIGEST'));
    other.run('SET', 'key:7', '8');
    expect(one.run('DEBUG', 'DIGEST')).not.toBe(other.run('DEBUG', 'DIGEST'));
  });
});

describe('DEBUG DIGEST-VALUE', () => {
  it("is Redis 8.0.2's, without the key's name, and zeros for a key that is missing", () => {
    const { run } = createDebugHarness();
    run('SET', 'x', '12');
    run('SET', 'y', 'hello', 'EX', '1000');
    expect(run('DEBUG', 'DIGEST-VALUE', 'x', 'y', 'q')).toBe(
      `*3\r\n+655ac46b180ad2f61a3cee25f0b1780fa2ec879a\r\n+d037c4eb8a8b36b602fbced4000daeab0714c1e3\r\n+${NOTHING}\r\n`,
    );
    expect(run('DEBUG', 'DIGEST-VALUE')).toBe('*0\r\n');
  });
});
