import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { select } from '../../src/commands/connection/session.ts';
import { genericCommands } from '../../src/commands/generic/index.ts';
import { listCommands } from '../../src/commands/list/index.ts';
import { databaseCommands } from '../../src/commands/server/database.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import { encodeCommand } from '../support/raw-client.ts';
import { servePipeline } from './fake-clients.ts';

const commands = [...stringCommands, ...genericCommands, ...listCommands, ...databaseCommands, select];

const key = fc.constantFrom('a', 'b', 'key:1', 'key:2', 'k'.repeat(300));
const value = fc.constantFrom('', '7', 'x'.repeat(40), 'y'.repeat(600), 'z'.repeat(70_000));
const db = fc.constantFrom('0', '1');

/** Commands that find, make, grow, move and remove keys, here and in another database. */
const request = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('GET', 'DEL', 'UNLINK', 'STRLEN', 'INCR', 'LPOP', 'TYPE'), key) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('SET', 'APPEND', 'RPUSH', 'GETSET'), key, value) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('RENAME', 'COPY'), key, key) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('MOVE'), key, db) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('SELECT'), db) },
  { weight: 1, arbitrary: fc.constantFrom(['SWAPDB', '0', '1'], ['FLUSHDB'], ['FLUSHALL'], ['PEXPIRE', 'a', '-1']) },
);

describe('Pipeline', () => {
  test('what comes in one piece is answered as what comes one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 120, size: 'max' }), async (requests) => {
        const together = servePipeline(commands);
        const apart = servePipeline(commands);
        const [one, other] = [together.client(), apart.client()];
        one.send(requests.map((words) => encodeCommand([...words]).toString('latin1')).join(''));
        await together.turn();
        for (const words of requests) other.send(encodeCommand([...words]).toString('latin1'));
        await apart.turn();
        while (one.session.connection.isHalted) await together.turn();
        expect(one.socket.received).toBe(other.socket.received);
      }),
      { numRuns: 150 },
    );
  });
});
