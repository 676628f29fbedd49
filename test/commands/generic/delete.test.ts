import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { dataBytes, put } from '../../support/stored-keys.ts';

const commands = genericCommands;

describe.each(['DEL', 'UNLINK'])('%s', (name) => {
  it('counts and reports the keys that were there, each once', () => {
    const { run, keyspace, events, effects } = createHarness({ commands, listens: true });
    put(keyspace, 'a', '1');
    put(keyspace, 'b', 'x'.repeat(100_000));
    expect(run(name, 'a', 'none', 'b', 'a')).toBe(':2\r\n');
    expect(events).toEqual(['del a', 'del b']);
    expect(effects.dirty).toBe(2);
    expect(dataBytes(keyspace)).toBe(0);
  });

  it('does not count a key whose time has come, which expires instead', () => {
    const { run, keyspace, events } = createHarness({ commands, listens: true });
    put(keyspace, 'a', '1', { expiresMs: HARNESS_NOW_MS - 1 });
    expect(run(name, 'a')).toBe(':0\r\n');
    expect(events).toEqual(['expired a']);
    expect(keyspace.stats.expired).toBe(1);
  });

  it('is propagated as it came', () => {
    const { run, keyspace, propagated } = createHarness({ commands, propagates: true });
    put(keyspace, 'a', '1');
    run(name, 'a', 'none');
    run(name, 'none');
    expect(propagated).toEqual([[name, 'a', 'none']]);
  });

  it('handles more keys than may be held at once', () => {
    const { run, keyspace } = createHarness({ commands });
    const names = Array.from({ length: 100 }, (_, i) => `key:${i}`);
    for (const key of names) put(keyspace, key, key);
    expect(run(name, ...names)).toBe(':100\r\n');
    expect(keyspace.databases[0].size).toBe(0);
  });
});
