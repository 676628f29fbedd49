/**
 * Which class of `notify-keyspace-events` each event is of. The classes are Redis's letters; a class is a bit.
 */
export const KEYSPACE = 1 << 0;
export const KEYEVENT = 1 << 1;

const CLASSES = {
  g: 1 << 2,
  $: 1 << 3,
  l: 1 << 4,
  s: 1 << 5,
  h: 1 << 6,
  z: 1 << 7,
  x: 1 << 8,
  e: 1 << 9,
  t: 1 << 10,
  d: 1 << 11,
  m: 1 << 12,
  n: 1 << 13,
  o: 1 << 14,
  c: 1 << 15,
} as const;

type ClassLetter = keyof typeof CLASSES;

const LETTERS: ReadonlyMap<string, number> = new Map([['K', KEYSPACE], ['E', KEYEVENT], ...Object.entries(CLASSES)]);

/** What a database reports as notices, and not as changes. */
export const NOTICES = CLASSES.m | CLASSES.n | CLASSES.o | CLASSES.c;

const EVENTS: Readonly<Record<ClassLetter, readonly string[]>> = {
  g: [...['del', 'expire', 'persist', 'rename_from', 'rename_to', 'move_from', 'move_to', 'copy_to', 'restore']],
  $: ['set', 'setrange', 'append', 'incrby', 'incrbyfloat', 'setbit', 'pfadd'],
  l: ['lpush', 'rpush', 'lpop', 'rpop', 'lset', 'linsert', 'lrem', 'ltrim', 'sortstore'],
  s: ['sadd', 'srem', 'spop', 'sinterstore', 'sunionstore', 'sdiffstore'],
  h: ['hset', 'hincrby', 'hincrbyfloat', 'hdel', 'hexpire', 'hexpired', 'hpersist'],
  z: [
    ...['zadd', 'zincr', 'zrem', 'zremrangebyscore', 'zremrangebyrank', 'zremrangebylex', 'zpopmin', 'zpopmax'],
    ...['zdiffstore', 'zinterstore', 'zunionstore', 'zrangestore', 'geosearchstore', 'georadiusstore'],
  ],
  x: ['expired'],
  e: ['evicted'],
  t: [
    ...['xadd', 'xdel', 'xtrim', 'xsetid', 'xgroup-create', 'xgroup-createconsumer', 'xgroup-delconsumer'],
    ...['xgroup-destroy', 'xgroup-setid'],
  ],
  d: [],
  m: ['keymiss'],
  n: ['new'],
  o: ['overwritten'],
  c: ['type_changed'],
};

const CLASS_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(EVENTS).flatMap(([letter, events]) => events.map((event) => [event, CLASSES[letter as ClassLetter]])),
);

/** The class of an event; 0 for one that Redis does not tell of. */
export function classOf(event: string): number {
  return CLASS_OF.get(event) ?? 0;
}

/** The classes that letters stand for, one letter each (`A` is spelt out). */
export function classesOf(letters: string): number {
  let classes = 0;
  for (const letter of letters) classes |= LETTERS.get(letter) ?? 0;
  return classes;
}
