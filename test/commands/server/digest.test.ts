import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { bigEndian, Digest } from '../../../src/commands/server/digest.ts';

const sha1 = (data: Uint8Array): Buffer => createHash('sha1').update(data).digest();
const [a, b] = [Buffer.from('a'), Buffer.from('b')];

it('adds without an order', () => {
  const [one, other] = [new Digest(), new Digest()];
  expect(one.toString()).toBe('0'.repeat(40));
  one.add(a);
  expect(one.toString()).toBe(sha1(a).toString('hex'));
  one.add(b);
  other.add(b);
  other.add(a);
  expect(other.toString()).toBe(one.toString());
});

it('mixes with one', () => {
  const [one, other] = [new Digest(), new Digest()];
  one.mix(a);
  expect(one.toString()).toBe(sha1(sha1(a)).toString('hex'));
  one.mix(b);
  other.mix(b);
  other.mix(a);
  expect(other.toString()).not.toBe(one.toString());
});

it('adds another digest as its bytes', () => {
  const [one, other] = [new Digest(), new Digest()];
  one.add(a);
  other.addDigest(one);
  expect(other.toString()).toBe(sha1(sha1(a)).toString('hex'));
});

it('writes numbers with the highest byte first', () => {
  expect([...bigEndian(0x01020304)]).toEqual([1, 2, 3, 4]);
});
