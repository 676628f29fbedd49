import { describe, expect, it } from 'vitest';
import { SAMPLE_VALUES } from '../../support/every-type.ts';
import { createDebugHarness } from './debug-parts.ts';

describe('DEBUG HTSTATS', () => {
  it('tells of the keys and the expiries of a database', () => {
    const { run } = createDebugHarness();
    expect(run('DEBUG', 'HTSTATS', '0')).toBe('$29\r\n[Dictionary HT]\n[Expires HT]\n\r\n');
    run('SET', 'a', '1');
    run('SET', 'b', '1', 'EX', '100');
    const text = run('DEBUG', 'HTSTATS', '0');
    expect(text).toContain(
      '[Dictionary HT]\nHash table 0 stats (main hash table):\n table size: 1\n number of elements: 2\n',
    );
    expect(text).toContain(
      '[Expires HT]\nHash table 0 stats (main hash table):\n table size: 1\n number of elements: 1\n',
    );
    expect(text).not.toContain('chain');
    expect(run('DEBUG', 'HTSTATS', '0', 'full')).toContain(
      ' different slots: 1\n max chain length: 2\n avg chain length (counted): 2.00\n' +
        ' avg chain length (computed): 2.00\n Chain length distribution:\n   2: 1 (100.00%)\n',
    );
  });

  it.each(['-1', '16'])('refuses database %s', (index) => {
    expect(createDebugHarness().run('DEBUG', 'HTSTATS', index)).toBe('-ERR Out of range database\r\n');
  });
});

describe.each(SAMPLE_VALUES)('DEBUG HTSTATS-KEY of $name ($encoding)', (sample) => {
  it('tells of its table, if it has one', () => {
    const { run } = createDebugHarness();
    for (const words of sample.make('k')) run(...words);
    const reply = run('DEBUG', 'HTSTATS-KEY', 'k', 'full');
    if (!['hashtable', 'skiplist'].includes(sample.encoding)) {
      expect(reply).toBe('-ERR The value stored at the specified key is not represented using an hash table\r\n');
      return;
    }
    expect(reply).toMatch(/^\$\d+\r\nHash table 0 stats \(main hash table\):\n table size: \d+\n/);
    expect(reply).toContain(` number of elements: ${sample.size}\n`);
    const chains = [...reply.matchAll(/^ {3}(\d+): (\d+) /gm)].map(
      ([, length, count]) => Number(length) * Number(count),
    );
    expect(chains.reduce((sum, elements) => sum + elements, 0)).toBe(sample.size);
  });
});
