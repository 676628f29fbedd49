import { describe, expect, it } from 'vitest';
import { command } from '../../src/execution/command.ts';
import { CommandEntry } from '../../src/execution/command-entry.ts';
import { CommandLog } from '../../src/observability/command-log.ts';
import type { CommandWords } from '../support/command-harness.ts';
import { createHarness, vectorOf } from '../support/command-harness.ts';

const spec = command({
  ...{ name: 'TELL', group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1, flags: [] },
  secrets: () => [1],
});
const entry = new CommandEntry(spec);
const { client } = createHarness();

function logged(log: CommandLog, ...words: CommandWords): readonly string[] {
  log.add(client, entry, vectorOf(words), 5, 1_700_000_001_999);
  return log.latest(1)[0].args;
}

describe('CommandLog', () => {
  it('notes who, when and what', () => {
    const log = new CommandLog();
    client.name = 'me';
    logged(log, 'tell', 'x', 'y');
    expect(log.latest(1)).toEqual(
      [{ id: 0, unixSeconds: 1_700_000_001, value: 5, args: ['tell', '(redacted)', 'y'] }].map((fields) => ({
        ...fields,
        address: client.connection.address,
        clientName: 'me',
      })),
    );
  });

  it('keeps 32 arguments, the last of which may stand for the rest', () => {
    const words = Array.from({ length: 33 }, (_, i) => `w${i}`);
    expect(logged(new CommandLog(), ...words.slice(0, 32)).at(-1)).toBe('w31');
    const cut = logged(new CommandLog(), ...words);
    expect([cut.length, cut[30], cut[31]]).toEqual([32, 'w30', '... (2 more arguments)']);
  });

  it('keeps 128 bytes of an argument', () => {
    const [, , whole, cut] = logged(new CommandLog(), 'tell', '', 'a'.repeat(128), 'b'.repeat(131));
    expect(whole).toBe('a'.repeat(128));
    expect(cut).toBe(`${'b'.repeat(128)}... (3 more bytes)`);
  });

  it('forgets the oldest beyond its length, at once when that shrinks, and never counts back', () => {
    const log = new CommandLog();
    log.maxLength = 3;
    for (let i = 0; i < 5; i++) logged(log, 'tell');
    expect(log.latest(Infinity).map(({ id }) => id)).toEqual([4, 3, 2]);
    log.maxLength = 1;
    expect(log.latest(10).map(({ id }) => id)).toEqual([4]);
    log.clear();
    logged(log, 'tell');
    expect(log.latest(10).map(({ id }) => id)).toEqual([5]);
    log.maxLength = 0;
    log.add(client, entry, vectorOf(['tell']), 5, 0);
    expect(log.length).toBe(0);
  });
});
