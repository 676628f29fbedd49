import { describe, expect, it } from 'vitest';
import { memoryAdvice } from '../../../src/observability/memory-doctor.ts';
import type { MemoryReport } from '../../../src/observability/memory-report.ts';
import { observed } from '../../observability/observed.ts';

describe('MEMORY STATS', () => {
  it('adds up, and names the databases in use', () => {
    const { connect, keyspace } = observed();
    const { run, client } = connect();
    run('SET', 'a', 'x'.repeat(1000));
    client.protocol = 3;
    const reply = run('MEMORY', 'STATS');
    const field = (name: string): string => reply.split(`\r\n${name}\r\n`)[1]?.split('\r\n')[0] ?? '';
    expect(reply).toMatch(/^%34\r\n\$14\r\npeak.allocated\r\n/);
    expect(field('total.allocated')).toBe(`:${keyspace.usedMemory}`);
    expect(field('keys.count')).toBe(':1');
    expect(Number(field('dataset.bytes').slice(1)) + Number(field('overhead.total').slice(1))).toBe(
      keyspace.usedMemory,
    );
    expect(reply).toContain('$4\r\ndb.0\r\n%2\r\n$23\r\noverhead.hashtable.main\r\n:64\r\n');
    expect(field('fragmentation')).toMatch(/^,/);
    expect(field('overhead.db.hashtable.lut')).toBe(':64');
  });
});

describe('MEMORY', () => {
  it('DOCTOR, MALLOC-STATS and PURGE answer', () => {
    const engine = observed();
    const { run, client } = engine.connect();
    client.protocol = 3;
    expect(run('MEMORY', 'DOCTOR')).toMatch(/^=\d+\r\ntxt:There is too little data/);
    expect(run('MEMORY', 'MALLOC-STATS')).toBe('=14\r\ntxt:blocks: 1\n\r\n');
    expect(run('MEMORY', 'PURGE')).toBe('+OK\r\n');
    expect(engine.purges).toBe(1);
  });
});

describe('the doctor of memory', () => {
  const MEGA = 1024 * 1024;
  const healthy = {
    ...{ used: 100 * MEGA, peak: 110 * MEGA, dataset: 90 * MEGA, active: 92 * MEGA, rss: 120 * MEGA },
    ...{ clients: 4096, clientCount: 2, allocatorFragmentation: 92 / 90, fragmentation: 1.2 },
  } as MemoryReport;

  it.each([
    [{}, 'Nothing is remarkable'],
    [{ used: MEGA }, 'too little data'],
    [{ peak: 160 * MEGA }, 'Peak memory'],
    [{ active: 120 * MEGA, allocatorFragmentation: 120 / 90 }, 'Fragmentation'],
    [{ rss: 250 * MEGA, fragmentation: 2.5 }, 'Resident memory'],
    [{ clients: 2 * MEGA }, 'Clients'],
  ])('finds in %j: %s', (change, finding) => {
    const advice = memoryAdvice({ ...healthy, ...change } as MemoryReport);
    expect(advice).toContain(finding);
    expect(advice.match(/^ \* /gm)?.length ?? 0).toBeLessThanOrEqual(1);
  });
});
