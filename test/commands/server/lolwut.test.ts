import { describe, expect, it } from 'vitest';
import { lolwutCommand } from '../../../src/commands/server/lolwut.ts';
import { createHarness } from '../../support/command-harness.ts';

const SIGNATURE = 'Redis ver. 8.0.2\n';

function lolwut(...words: string[]): string {
  const { run } = createHarness({ commands: [lolwutCommand('8.0.2')] });
  const reply = Buffer.from(run('LOLWUT', ...words), 'latin1').toString('utf8');
  if (reply.startsWith('-')) return reply;
  expect(reply.endsWith(`${SIGNATURE}\r\n`)).toBe(true);
  return reply.slice(reply.indexOf('\n') + 1, -2);
}

const linesOf = (picture: string): string[] => picture.split('\n').slice(0, -3);

describe('LOLWUT', () => {
  it.each([[], ['x'], ['VERSION'], ['VERSION', '8'], ['VERSION', '0'], ['VERSION', '-1'], ['5', '5']])(
    'with %j tells the version only',
    (...words) => {
      expect(lolwut(...words)).toBe(SIGNATURE);
    },
  );

  it('is a verbatim string in RESP3', () => {
    const { run } = createHarness({ commands: [lolwutCommand('8.0.2')], protocol: 3 });
    expect(run('LOLWUT')).toBe(`=${SIGNATURE.length + 4}\r\ntxt:${SIGNATURE}\r\n`);
  });

  it('draws tiles for version 5, by the size that is asked for', () => {
    const usual = linesOf(lolwut('VERSION', '5'));
    expect(usual).toHaveLength(48);
    expect(new Set(usual.map((line) => line.length))).toEqual(new Set([66]));
    const small = linesOf(lolwut('version', '5', '10', '2', '3', 'more'));
    expect([small.length, small[0].length]).toEqual([Math.ceil((10 * 3) / 4), 10]);
    expect(lolwut('VERSION', '4294967301', '1', '1', '1')).toContain('Tiles');
  });

  it('draws hills for version 6, by the size that is asked for', () => {
    expect(linesOf(lolwut('VERSION', '6'))).toHaveLength(20);
    expect(linesOf(lolwut('VERSION', '6', '30', '7'))).toHaveLength(7);
  });

  it('brings sizes into bounds', () => {
    expect(linesOf(lolwut('VERSION', '6', '-5', '0'))).toHaveLength(1);
    expect(linesOf(lolwut('VERSION', '6', '1', '99999'))).toHaveLength(1000);
    const far = linesOf(lolwut('VERSION', '5', '99999', '0', '99999'));
    expect([far.length, far[0].length]).toEqual([250, 1000]);
  });

  it.each([
    ['VERSION', 'x'],
    ['VERSION', '5', 'x'],
    ['VERSION', '5', '1', 'x'],
    ['VERSION', '5', '1', '1', 'x'],
    ['VERSION', '6', 'x'],
    ['VERSION', '6', '1', 'x'],
  ])('%j %j %j %j is no number', (...words) => {
    expect(lolwut(...words.filter((word) => word !== undefined))).toBe(
      '-ERR value is not an integer or out of range\r\n',
    );
  });
});
