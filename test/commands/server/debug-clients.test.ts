import { describe, expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

describe('DEBUG CLIENT-EVICTION', () => {
  it('is refused without maxmemory-clients', () => {
    expect(createDebugHarness().run('DEBUG', 'CLIENT-EVICTION')).toBe('-ERR maxmemory-clients is disabled.\r\n');
  });

  it('sorts clients by what they take, in powers of two', () => {
    const { run, clients, client } = createDebugHarness({ limitsClientMemory: () => true });
    clients.add(client);
    const lines = run('DEBUG', 'CLIENT-EVICTION').split('\n').slice(1, -2);
    expect(lines).toHaveLength(19);
    expect(lines[0]).toMatch(/^bucket {10}0 - {6}32767: tot-mem: +\d+, clients: 1$/);
    expect(lines[1]).toBe('bucket      32768 -      65535: tot-mem:          0, clients: 0');
    expect(lines[18]).toMatch(/^bucket 4294967296\+ {12}: tot-mem: {10}0, clients: 0/);
  });
});
