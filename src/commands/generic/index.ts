import type { CommandSpec } from '../../execution/command.ts';
import { copy, move } from './copy.ts';
import { del, unlink } from './delete.ts';
import { expire, expireAt, pexpire, pexpireAt } from './expire.ts';
import { exists, randomKey, touch, type } from './inspect.ts';
import { keys } from './keys.ts';
import { object } from './object.ts';
import { rename, renameNx } from './rename.ts';
import { scan } from './scan.ts';
import { sort, sortRo } from './sort.ts';
import { expireTime, persist, pexpireTime, pttl, ttl } from './ttl.ts';
import { wait } from './wait.ts';

export const genericCommands: readonly CommandSpec[] = [
  copy,
  del,
  exists,
  expire,
  expireAt,
  expireTime,
  keys,
  move,
  object,
  persist,
  pexpire,
  pexpireAt,
  pexpireTime,
  pttl,
  randomKey,
  rename,
  renameNx,
  scan,
  sort,
  sortRo,
  touch,
  ttl,
  type,
  unlink,
  wait,
];
