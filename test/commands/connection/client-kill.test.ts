import { describe, expect, it } from 'vitest';
import { clientCommand } from '../../../src/commands/connection/client.ts';
import { createEngine } from '../../support/connections.ts';

const engine = createEngine((parts) => [clientCommand(parts)]);

describe('CLIENT KILL', () => {
  it('closes the client of an address, the one that asks too', () => {
    const [a, b] = [engine.connect({ address: '1.1.1.1:1' }), engine.connect({ address: '2.2.2.2:2' })];
    expect(a.run('CLIENT', 'KILL', '2.2.2.2:2')).toBe('+OK\r\n');
    expect(b.fate).toBe('destroyed');
    expect(a.run('CLIENT', 'KILL', '2.2.2.2:2')).toBe('-ERR No such client\r\n');
    expect(a.run('CLIENT', 'KILL', '1.1.1.1:1')).toBe('+OK\r\n');
    expect(a.fate).toBe('closing');
  });

  it('counts whom its filters have closed, and spares the one that asks unless told otherwise', () => {
    const [a, b, c] = [engine.connect(), engine.connect(), engine.connect()];
    expect(a.run('CLIENT', 'KILL', 'ID', String(b.client.id))).toBe(':1\r\n');
    expect(a.run('CLIENT', 'KILL', 'TYPE', 'normal')).toBe(':1\r\n');
    expect([a.fate, b.fate, c.fate]).toEqual(['open', 'destroyed', 'destroyed']);
    expect(a.run('CLIENT', 'KILL', 'TYPE', 'master')).toBe(':0\r\n');
    expect(a.run('CLIENT', 'KILL', 'USER', 'default', 'SKIPME', 'no')).toBe(':1\r\n');
    expect(a.fate).toBe('closing');
  });
});
