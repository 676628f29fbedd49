import { decode, elementFrames, RespError } from '../support/resp-frames.ts';
import type { RespValue } from '../support/resp-frames.ts';
import type { CommandArgs } from './arbitraries.ts';

/** Decides whether two replies to the same command, which are not equal byte by byte, mean the same. */
type SameReply = (ours: Buffer, real: Buffer, args: CommandArgs) => boolean;

interface Nondeterministic {
  /** Lower-case name, with the subcommand where it matters. */
  readonly command: string;
  readonly reason: string;
  readonly same: SameReply;
}

/** Every command whose reply may differ between two right servers. All others are compared byte by byte. */
export const NONDETERMINISTIC: readonly Nondeterministic[] = [
  { command: 'time', reason: 'the clock', same: sameShape },
  { command: 'randomkey', reason: 'a random key', same: sameShape },
  { command: 'client|id', reason: 'a number of the server', same: sameShape },
  { command: 'client|info', reason: 'addresses, ages and memory', same: sameShape },
  { command: 'client|list', reason: 'addresses, ages and memory', same: sameShape },
  { command: 'command|count', reason: 'each server has commands of its own', same: sameShape },
  { command: 'keys', reason: 'no order', same: sameElements },
  { command: 'scan', reason: 'no order', same: sameScan },
  { command: 'config|get', reason: 'no order', same: samePairs },
  { command: 'ttl', reason: 'time passes', same: within(1) },
  { command: 'pttl', reason: 'time passes', same: within(2_000) },
  { command: 'expiretime', reason: 'time passes', same: within(1) },
  { command: 'pexpiretime', reason: 'time passes', same: within(2_000) },
  { command: 'object|idletime', reason: 'time passes; a shared integer has an age of its own', same: sameShape },
  { command: 'memory|usage', reason: 'another layout in memory', same: sameShape },
  { command: 'object|help', reason: 'prose after the title line', same: sameTitle },
  { command: 'client|help', reason: 'prose after the title line', same: sameTitle },
  { command: 'config|help', reason: 'prose after the title line', same: sameTitle },
  { command: 'memory|help', reason: 'prose after the title line', same: sameTitle },
  { command: 'command|help', reason: 'prose after the title line', same: sameTitle },
  { command: 'command|', reason: 'each server has commands of its own', same: sameType },
  { command: 'info', reason: 'the state of the process', same: sameShape },
  { command: 'hello', reason: 'version, client number and modules', same: sameHello },
];

const byCommand = new Map(NONDETERMINISTIC.map((entry) => [entry.command, entry.same]));

/** Whether two replies to `args` agree. */
export function sameReply(args: CommandArgs, ours: Buffer, real: Buffer): boolean {
  if (ours.equals(real)) return true;
  const same = comparisonFor(args);
  return same !== undefined && !isError(ours) && !isError(real) && same(ours, real, args);
}

/** Compares an EXEC reply element by element, each by the rule of the command that was queued. */
export function sameExecReply(queued: readonly CommandArgs[], ours: Buffer, real: Buffer): boolean {
  if (ours.equals(real)) return true;
  if (ours[0] !== 0x2a || real[0] !== 0x2a) return false;
  const left = elementFrames(ours);
  const right = elementFrames(real);
  return left.length === right.length && left.every((frame, i) => sameReply(queued[i] ?? [], frame, right[i]));
}

function comparisonFor(args: CommandArgs): SameReply | undefined {
  const name = (args[0] ?? '').toLowerCase();
  return byCommand.get(name) ?? byCommand.get(`${name}|${(args[1] ?? '').toLowerCase()}`);
}

function isError(frame: Buffer): boolean {
  return decode(frame) instanceof RespError;
}

/** The same types all the way down, whatever the contents; null is a type of its own. */
function sameShape(ours: Buffer, real: Buffer): boolean {
  return shape(ours) === shape(real);
}

function shape(frame: Buffer): string {
  const type = String.fromCharCode(frame[0]);
  if (decode(frame) === null) return 'null';
  return '*~%>'.includes(type) ? `${type}[${[...new Set(elementFrames(frame).map(shape))].join(' ')}]` : type;
}

function sameType(ours: Buffer, real: Buffer): boolean {
  return ours[0] === real[0];
}

function sameTitle(ours: Buffer, real: Buffer): boolean {
  return shape(ours) === shape(real) && elementFrames(ours)[0].equals(elementFrames(real)[0]);
}

function sameElements(ours: Buffer, real: Buffer): boolean {
  return sameType(ours, real) && sorted(ours) === sorted(real);
}

function sorted(frame: Buffer): string {
  return elementFrames(frame)
    .map((element) => element.toString('latin1'))
    .sort()
    .join('');
}

function samePairs(ours: Buffer, real: Buffer): boolean {
  return sameType(ours, real) && pairs(ours) === pairs(real);
}

function pairs(frame: Buffer): string {
  const elements = elementFrames(frame).map((element) => element.toString('latin1'));
  const joined = elements.flatMap((name, i) => (i % 2 === 0 ? [name + elements[i + 1]] : []));
  return joined.sort().join('');
}

/** The key universe is small enough for one call of SCAN with a high COUNT; any other may return any part of it. */
function sameScan(ours: Buffer, real: Buffer, args: CommandArgs): boolean {
  const [ourCursor, ourKeys] = elementFrames(ours);
  const [realCursor, realKeys] = elementFrames(real);
  const whole = args[1] === '0' && ourCursor.equals(realCursor);
  return whole ? sameElements(ourKeys, realKeys) : sameType(ourCursor, realCursor) && sameType(ourKeys, realKeys);
}

function within(tolerance: number): SameReply {
  return (ours, real) => {
    const [left, right] = [decode(ours), decode(real)];
    if (!isCount(left) || !isCount(right)) return false;
    const distance = BigInt(left) - BigInt(right);
    return distance <= tolerance && distance >= -tolerance;
  };
}

/** Negative replies have a meaning of their own: no key, no expiry. */
function isCount(value: RespValue): value is number | bigint {
  return (typeof value === 'number' || typeof value === 'bigint') && value >= 0;
}

const HELLO_VARIES = ['id', 'version', 'modules'];

function sameHello(ours: Buffer, real: Buffer): boolean {
  return sameType(ours, real) && stableHello(ours) === stableHello(real);
}

function stableHello(frame: Buffer): string {
  const elements = elementFrames(frame);
  const stable: RespValue[] = [];
  for (let i = 0; i < elements.length; i += 2) {
    const field = decode(elements[i]);
    const varies = typeof field === 'string' && HELLO_VARIES.includes(field);
    stable.push(field, varies ? String.fromCharCode(elements[i + 1][0]) : elements[i + 1].toString('latin1'));
  }
  return JSON.stringify(stable);
}
