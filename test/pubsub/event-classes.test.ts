import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classesOf, classOf, KEYEVENT, KEYSPACE, NOTICES } from '../../src/pubsub/event-classes.ts';

const SOURCE = join(import.meta.dirname, '..', '..', 'src');

/** Reported for WATCH and the like, but no event of Redis: DEBUG POPULATE. */
const UNTOLD = ['populated'];

/** Every event that the source reports, by the literals that stand in the calls. */
function reportedEvents(): Set<string> {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const calls = files.flatMap((name) => [
    ...readFileSync(join(SOURCE, name), 'utf8').matchAll(
      /(?:\.changed|\.noticed|\.removed)\((?:this, )?[\w.]+, '([\w-]+)'/g,
    ),
  ]);
  return new Set(calls.map(([, event]) => event));
}

describe('the classes of events', () => {
  test('are known for every event that is reported', () => {
    const events = [...reportedEvents()];
    expect(events).toEqual(expect.arrayContaining(['set', 'del', 'keymiss', 'new', 'rename_to']));
    expect(events.filter((event) => classOf(event) === 0)).toEqual(UNTOLD);
  });

  test.each([
    ['g', 'del'],
    ['$', 'incrbyfloat'],
    ['l', 'lpush'],
    ['s', 'sadd'],
    ['h', 'hexpired'],
    ['z', 'zadd'],
    ['x', 'expired'],
    ['e', 'evicted'],
    ['t', 'xgroup-create'],
    ['m', 'keymiss'],
    ['n', 'new'],
    ['o', 'overwritten'],
    ['c', 'type_changed'],
  ])('%s holds %s, and no other class does', (letter, event) => {
    expect(classOf(event)).toBe(classesOf(letter));
    const others = [...'g$lshzxetdmnoc'].filter((other) => other !== letter).join('');
    expect(classOf(event) & classesOf(others)).toBe(0);
  });

  test('are bits of their own', () => {
    expect(classesOf('KE')).toBe(KEYSPACE | KEYEVENT);
    expect(classesOf('nmoc')).toBe(NOTICES);
    const letters = [...'KEg$lshzxetdmnoc'];
    expect(new Set(letters.map(classesOf)).size).toBe(letters.length);
    expect(classesOf('')).toBe(0);
  });

  test('an event that nobody knows is of none', () => {
    expect(classOf('no such event')).toBe(0);
  });
});
