import { describe, expect, it } from 'vitest';
import { EventLoop } from '../../src/observability/event-loop.ts';
import { createHarness } from '../support/command-harness.ts';

describe('EventLoop', () => {
  it('counts turns that did something, their time and their commands', () => {
    const { clock, dispatcher, client, pipeline } = createHarness();
    const { timer } = dispatcher;
    const loop = new EventLoop(clock, () => timer);
    timer.openBatch(client);
    pipeline(['SET', 'a', 'b'], ['GET', 'a']);
    timer.closeBatch();
    clock.advance(2);
    loop.endTurn();
    loop.endTurn();
    loop.runCron(() => clock.advance(3));
    expect(loop).toMatchObject({ cycles: 2, sumUs: 5000, longestUs: 3000, cronUs: 3000, mostCommands: 2 });
  });

  it('tells the pace of the last moments, per second and per cycle', () => {
    const { clock, dispatcher } = createHarness();
    const loop = new EventLoop(clock, () => dispatcher.timer);
    for (let i = 0; i < 16; i++) {
      for (let j = 0; j < 5; j++) loop.runCron(() => clock.advance(20));
      loop.sample(clock.wallMs());
    }
    expect([Math.round(loop.cyclesPerSecond.perSecond), Math.round(loop.recentUs)]).toEqual([50, 20_000]);
    loop.reset();
    expect(loop).toMatchObject({ cycles: 0, sumUs: 0, longestUs: 0, cronUs: 0, mostCommands: 0, recentUs: 0 });
    loop.runCron(() => clock.advance(8));
    loop.sample(clock.wallMs());
    expect(Math.round(loop.recentUs)).toBe(500);
  });
});
