import { describe, expect, it } from 'vitest';
import { Bytes } from '../../../src/memory/bytes.ts';
import { createHarness } from '../../support/command-harness.ts';
import { TYPE_COMMANDS } from '../../support/every-type.ts';
import { bulks, sortHarness } from './sort-harness.ts';

/** What GET with a pattern answers for the element `7`. */
function got(pattern: string): string | null {
  const harness = sortHarness();
  harness.list('l', '7');
  harness.run(
    'MSET',
    'w_7',
    'string',
    '7',
    'whole',
    'w_7_*',
    'second star',
    'h_7->',
    'arrow',
    'w_7\0x',
    'nul',
    '*',
    'x',
  );
  harness.hash('h_7', 'f', 'field');
  harness.hash('h_7', 'f->g', 'arrow field');
  harness.hash('h_7', '*', 'star field');
  return bulks(harness.run('SORT', 'l', 'GET', pattern))[0];
}

describe('a pattern', () => {
  it.each([
    ['#', '7'],
    ['#\0x', '7'],
    ['##', null],
    ['w_*', 'string'],
    ['*', 'whole'],
    ['w_*_*', 'second star'],
    ['w_*\0x', 'nul'],
    ['h_*->f', 'field'],
    ['h_*->f->g', 'arrow field'],
    ['h_*->*', 'star field'],
    ['h_*->x', null],
    ['h_*->', 'arrow'],
    ['h_*', null],
    ['w_*->f', null],
    ['w_7', null],
    ['', null],
    ['\0*', null],
    ['missing_*', null],
    ['missing_*->f', null],
  ])('%j leads to %j', (pattern, value) => {
    expect(got(pattern)).toBe(value);
  });

  it('leads from elements of any length', () => {
    const harness = sortHarness();
    const long = 'x'.repeat(100_000);
    harness.list('l', long, 'y');
    harness.run('MSET', `w_${long}`, '2', 'w_y', '1');
    expect(bulks(harness.run('SORT', 'l', 'BY', 'w_*', 'GET', 'w_*'))).toEqual(['1', '2']);
  });
});

describe('a field whose time has come', () => {
  it('goes under the name of its own hash, whatever is looked up behind it', () => {
    const { run, clock, events, watch, client } = createHarness({ commands: TYPE_COMMANDS, listens: true });
    run('RPUSH', 'l', '1', '2');
    run('HSET', 'h_1', 'f', '7');
    run('HPEXPIRE', 'h_1', '50', 'FIELDS', '1', 'f');
    const name = Bytes.fromString('h_1');
    watch.add(client, client.db.keyOver(name, 0, name.length));
    clock.advance(60);
    events.length = 0;
    run('SORT', 'l', 'BY', 'nosort', 'GET', 'h_*->f');
    expect([events, client.watchBroken]).toEqual([['hexpired h_1', 'del h_1'], true]);
  });

  it('leads nowhere and goes, and the hash with its last one', () => {
    const { run, clock, events, keyspace } = createHarness({ commands: TYPE_COMMANDS, listens: true });
    run('RPUSH', 'l', '1');
    run('HSET', 'h_1', 'f', '7', 'g', '8');
    run('HPEXPIRE', 'h_1', '50', 'FIELDS', '1', 'f');
    run('HPEXPIRE', 'h_1', '90', 'FIELDS', '1', 'g');
    clock.advance(60);
    events.length = 0;
    expect(run('SORT', 'l', 'BY', 'h_*->f', 'GET', 'h_*->f', 'GET', 'h_*->g')).toBe('*2\r\n$-1\r\n$1\r\n8\r\n');
    expect([run('HLEN', 'h_1'), events]).toEqual([':1\r\n', ['hexpired h_1']]);
    clock.advance(60);
    keyspace.expiresKeys = false;
    expect(run('SORT', 'l', 'GET', 'h_*->g')).toBe('*1\r\n$-1\r\n');
    expect(events).toHaveLength(1);
    keyspace.expiresKeys = true;
    expect(run('SORT', 'l', 'GET', 'h_*->g')).toBe('*1\r\n$-1\r\n');
    expect([run('EXISTS', 'h_1'), events.slice(1)]).toEqual([':0\r\n', ['hexpired h_1', 'del h_1']]);
    expect(keyspace.stats.expiredFields).toBe(2);
  });
});
