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
  { command: 'sscan', reason: 'no order', same: sameScan },
  { command: 'hscan', reason: 'no order', same: sameScan },
  { command: 'zscan', reason: 'no order', same: sameScan },
  { command: 'zrandmember', reason: 'random members', same: sameCount },
  { command: 'hkeys', reason: 'no order', same: sameElements },
  { command: 'hvals', reason: 'no order', same: sameElements },
  { command: 'hgetall', reason: 'no order', same: samePairs },
  { command: 'hrandfield', reason: 'random fields', same: sameCount },
  { command: 'httl', reason: 'time passes', same: eachWithin(1) },
  { command: 'hpttl', reason: 'time passes', same: eachWithin(2_000) },
  { command: 'hexpiretime', reason: 'time passes', same: eachWithin(1) },
  { command: 'hpexpiretime', reason: 'time passes', same: eachWithin(2_000) },
  { command: 'smembers', reason: 'no order', same: sameElements },
  { command: 'sinter', reason: 'no order', same: sameElements },
  { command: 'sunion', reason: 'no order', same: sameElements },
  { command: 'sdiff', reason: 'no order', same: sameElements },
  { command: 'spop', reason: 'random members', same: samePicked },
  { command: 'srandmember', reason: 'random members', same: sameCount },
  { command: 'xpending', reason: 'time passes', same: sameButTimes },
  { command: 'xinfo|consumers', reason: 'time passes', same: sameButTimes },
  { command: 'xinfo|stream', reason: 'time passes', same: sameButTimes },
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
  return (
    left.length === right.length &&
    left.every((frame, i) => sameReply(queued[i] ?? [], frame, right[i]) || isHeld(queued[i] ?? [], frame, right[i]))
  );
}

/** Redis counts the queue of a transaction, which still holds the argument of its SET, as a user of that value. */
function isHeld([name = '', ask = '']: CommandArgs, ours: Buffer, real: Buffer): boolean {
  if (!/^object$/i.test(name) || !/^refcount$/i.test(ask)) return false;
  return ours.toString() === ':1\r\n' && real.toString() === ':2\r\n';
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
/** The cursor behind the last element. */
const SCANNED = Buffer.from('$1\r\n0\r\n');

function sameScan(ours: Buffer, real: Buffer, args: CommandArgs): boolean {
  const [ourCursor, ourKeys] = elementFrames(ours);
  const [realCursor, realKeys] = elementFrames(real);
  const cursor = /^scan$/i.test(args[0]) ? args[1] : args[2];
  const whole = cursor === '0' && [ourCursor, realCursor].every((next) => next.equals(SCANNED));
  return whole ? sameElements(ourKeys, realKeys) : sameType(ourCursor, realCursor) && sameType(ourKeys, realKeys);
}

/** As many elements of the same types, or one such. */
function sameCount(ours: Buffer, real: Buffer): boolean {
  if (shape(ours) !== shape(real)) return false;
  return !'*~'.includes(String.fromCharCode(real[0])) || elementFrames(ours).length === elementFrames(real).length;
}

/** The same elements where all were asked for. */
function samePicked(ours: Buffer, real: Buffer, args: CommandArgs): boolean {
  return picksAtRandom(args, real) ? sameCount(ours, real) : sameElements(ours, real);
}

/** More than the sets of the tests have. */
const ALL_MEMBERS = 100_000;

/** Whether a command has taken away something at random: from then on two servers hold different data. */
export function picksAtRandom([name, , count]: CommandArgs, reply: Buffer): boolean {
  return /^spop$/i.test(name ?? '') && '$*~'.includes(String.fromCharCode(reply[0])) && !(Number(count) >= ALL_MEMBERS);
}

function within(tolerance: number): SameReply {
  return (ours, real) => {
    const [left, right] = [decode(ours), decode(real)];
    if (!isCount(left) || !isCount(right)) return false;
    const distance = BigInt(left) - BigInt(right);
    return distance <= tolerance && distance >= -tolerance;
  };
}

/** The same for each element. */
function eachWithin(tolerance: number): SameReply {
  return (ours, real, args) => {
    const left = elementFrames(ours);
    const right = elementFrames(real);
    const same = within(tolerance);
    return (
      left.length === right.length && left.every((frame, i) => frame.equals(right[i]) || same(frame, right[i], args))
    );
  };
}

/** Streams: the same all the way down, but for times, and idle times of less than a test's length. */
function sameButTimes(ours: Buffer, real: Buffer): boolean {
  if (ours.equals(real)) return true;
  const [left, right] = [decode(ours), decode(real)];
  if (typeof left === 'number' && typeof right === 'number') {
    return left >= 0 && right >= 0 && Math.abs(left - right) < 10_000 && (left > A_TIME || isIdle(left, right));
  }
  if (!sameType(ours, real) || !'*~%'.includes(String.fromCharCode(real[0]))) return false;
  const [lefts, rights] = [elementFrames(ours), elementFrames(real)];
  const isRecord = rights.length === 4 && rights[3][0] === COLON;
  return (
    lefts.length === rights.length &&
    lefts.every((frame, i) => {
      // An idle time stands behind its name, or is the third of a pending record: other numbers are equal.
      const mayDiffer =
        frame[0] !== COLON || (isRecord ? i === 2 : /idle|inactive|-time/.test(rights[i - 1].toString()));
      return mayDiffer ? sameButTimes(frame, rights[i]) : frame.equals(rights[i]) || Number(decode(frame)) > A_TIME;
    })
  );
}

const COLON = 58;
/** Milliseconds since the epoch, if it is any number of a stream. */
const A_TIME = 1e12;

function isIdle(left: number, right: number): boolean {
  return left < 10_000 && right < 10_000;
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
