import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { Clock } from '../../util/clock.ts';

const MICROSECONDS = 1_000_000;

export function timeCommand(clock: Clock): CommandSpec {
  return command({
    name: 'TIME',
    group: 'server',
    since: '2.6.0',
    summary: "Answers the server's time: seconds since 1970 and the microseconds of the present one.",
    complexity: 'O(1)',
    arity: 1,
    flags: ['loading', 'stale', 'fast'],
    hints: ['nondeterministic_output'],
    handler({ reply }) {
      const now = clock.wallUs();
      reply.array(2);
      reply.bulkInteger(Math.floor(now / MICROSECONDS));
      reply.bulkInteger(now % MICROSECONDS);
    },
  });
}
