import { answer } from './child.ts';
import { send } from './commands.ts';
import type { Growing } from './growth.ts';

export interface GrowthRequest {
  readonly port: number;
  readonly kind: Growing;
  readonly key: string;
  readonly members: number;
}

/** Members that one command adds. */
const AT_ONCE = 20;

const name = (i: number): string => `element:${String(i).padStart(12, '0')}`;

/** One member as the command of each kind takes it. */
const MEMBER: Readonly<Record<Growing, (i: number) => readonly (string | number)[]>> = {
  hash: (i) => [name(i), `value:${i}`],
  set: (i) => [name(i)],
  // In no order, as scores come.
  'sorted set': (i) => [(i * 7919) % 5_000_011, name(i)],
};
const COMMAND: Readonly<Record<Growing, string>> = { hash: 'HSET', set: 'SADD', 'sorted set': 'ZADD' };

function* commands({ kind, key, members }: GrowthRequest): Generator<readonly (string | number)[]> {
  for (let first = 0; first < members; first += AT_ONCE) {
    const command: (string | number)[] = [COMMAND[kind], key];
    for (let i = first; i < first + AT_ONCE; i++) command.push(...MEMBER[kind](i));
    yield command;
  }
}

answer<GrowthRequest>((request) => send(request.port, commands(request)));
