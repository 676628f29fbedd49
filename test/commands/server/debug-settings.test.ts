import { expect, it } from 'vitest';
import { debugSettings } from '../../../src/commands/server/debug-settings.ts';

it('begins as a server without DEBUG is, each with its own', () => {
  const settings = debugSettings();
  expect(settings).toMatchObject({ activeExpire: true, cronPaused: false, replyPeakResetMs: 5000 });
  settings.cronPaused = true;
  expect(debugSettings().cronPaused).toBe(false);
});
