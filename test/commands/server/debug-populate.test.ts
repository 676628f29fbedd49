import { describe, expect, it } from 'vitest';
import { Bytes } from '../../../src/memory/bytes.ts';
import { createDebugHarness } from './debug-parts.ts';

describe('DEBUG POPULATE', () => {
  it('makes keys and leaves those that are there', () => {
    const { run } = createDebugHarness();
    run('SET', 'key:1', 'mine');
    expect(run('DEBUG', 'POPULATE', '3')).toBe('+OK\r\n');
    expect(run('MGET', 'key:0', 'key:1', 'key:2', 'key:3')).toBe(
      '*4\r\n$7\r\nvalue:0\r\n$4\r\nmine\r\n$7\r\nvalue:2\r\n$-1\r\n',
    );
  });

  it('takes a prefix and a size, to which values are cut or filled with zeros', () => {
    const { run } = createDebugHarness();
    run('DEBUG', 'POPULATE', '11', 'a b', '9');
    run('DEBUG', 'POPULATE', '1', 'c', '3');
    expect(run('GET', 'a b:0')).toBe('$9\r\nvalue:0\0\0\r\n');
    expect(run('GET', 'a b:10')).toBe('$9\r\nvalue:10\0\r\n');
    expect(run('GET', 'c:0')).toBe('$3\r\nval\r\n');
  });

  it('is not propagated, but breaks a WATCH', () => {
    const { run, propagated, watch, client } = createDebugHarness({}, { propagates: true });
    const name = Bytes.fromString('key:0');
    run('SET', 'other', '1');
    watch.add(client, client.db.keyOver(name, 0, name.length));
    run('DEBUG', 'POPULATE', '1');
    expect(propagated).toEqual([['SET', 'other', '1']]);
    expect(client.watchBroken).toBe(true);
  });

  it.each([['-1'], ['x'], ['1', 'k', '-1'], ['1', 'k', 'x']])('%s %s %s is refused', (...words) => {
    expect(createDebugHarness().run('DEBUG', 'POPULATE', ...words)).toMatch(
      /^-ERR value is out of range, must be positive/,
    );
  });
});
