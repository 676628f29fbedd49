import { describe, expect, test } from 'vitest';
import type { ServerState } from '../../src/execution/admission.ts';
import { refusal, unknownCommandText, unknownSubcommandText } from '../../src/execution/admission.ts';
import type { Client } from '../../src/execution/client.ts';
import type { CommandFlag } from '../../src/execution/command.ts';
import { CommandEntry } from '../../src/execution/command-entry.ts';
import { ANY, GROWS_MEMORY, REFUSED_WHILE_LOADING } from '../../src/execution/traits.ts';
import { createHarness, vectorOf } from '../support/command-harness.ts';

function entryOf(name: string, ...flags: CommandFlag[]): CommandEntry {
  return new CommandEntry({ name, group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1, flags });
}

interface Situation {
  readonly authenticated?: boolean;
  readonly queueing?: boolean;
  readonly subscriptions?: number;
  readonly protocol?: number;
  readonly loading?: boolean;
  readonly full?: boolean;
}

function refused(entry: CommandEntry, situation: Situation): string | undefined {
  const { client } = createHarness();
  const {
    authenticated = true,
    queueing = false,
    subscriptions = 0,
    protocol = 2,
    loading = false,
    full = false,
  } = situation;
  client.authenticated = authenticated;
  client.queue = queueing ? [] : undefined;
  client.subscriptions = subscriptions;
  client.protocol = protocol;
  client.refreshRefusals();
  const refuses = (loading ? REFUSED_WHILE_LOADING : 0) | (full ? GROWS_MEMORY : 0);
  return refusal(client, entry, { refuses, loading, makeRoom: () => !full })?.message;
}

describe('refusal', () => {
  test('before authentication only what needs none', () => {
    const situation = { authenticated: false };
    expect(refused(entryOf('GET'), situation)).toBe('NOAUTH Authentication required.');
    expect(refused(entryOf('AUTH', 'no_auth'), situation)).toBeUndefined();
  });

  test('inside MULTI nothing that must stand alone', () => {
    const situation = { queueing: true };
    expect(refused(entryOf('SAVE', 'no_multi'), situation)).toBe('ERR Command not allowed inside a transaction');
    expect(refused(entryOf('GET'), situation)).toBeUndefined();
    expect(refused(entryOf('SAVE', 'no_multi'), {})).toBeUndefined();
  });

  test('without memory nothing that needs more', () => {
    const situation = { full: true };
    expect(refused(entryOf('SET', 'write', 'denyoom'), situation)).toBe(
      "OOM command not allowed when used memory > 'maxmemory'.",
    );
    expect(refused(entryOf('DEL', 'write'), situation)).toBeUndefined();
  });

  test('without memory EXEC only if what it would run needs none', () => {
    const { client } = createHarness();
    const state: ServerState = { refuses: GROWS_MEMORY, loading: false, makeRoom: () => false };
    const exec = entryOf('EXEC');
    expect(refusal(client, exec, state)).toBeUndefined();
    client.queue = [{ entry: entryOf('DEL', 'write'), vector: vectorOf(['DEL', 'a']) }];
    expect(refusal(client, exec, state)).toBeUndefined();
    client.queue.push({ entry: entryOf('SET', 'write', 'denyoom'), vector: vectorOf(['SET', 'a', 'b']) });
    expect(refusal(client, exec, state)?.message).toMatch(/^OOM/);
  });

  test('a subscriber that speaks RESP2 may only subscribe, ping and leave', () => {
    const situation = { subscriptions: 1 };
    expect(refused(entryOf('GET'), situation)).toBe(
      "ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    );
    expect(refused(entryOf('PING'), situation)).toBeUndefined();
    expect(refused(entryOf('GET'), { subscriptions: 1, protocol: 3 })).toBeUndefined();
  });

  test('while loading only what bears it', () => {
    expect(refused(entryOf('GET'), { loading: true })).toBe('LOADING Redis is loading the dataset in memory');
    expect(refused(entryOf('INFO', 'loading'), { loading: true })).toBeUndefined();
  });

  test('of several reasons the first in order is told', () => {
    const all = { authenticated: false, queueing: true, full: true, subscriptions: 1, loading: true };
    const entry = entryOf('X', 'no_multi', 'denyoom');
    expect(refused(entry, all)).toMatch(/^NOAUTH/);
    expect(refused(entry, { ...all, authenticated: true })).toMatch(/inside a transaction$/);
    expect(refused(entry, { ...all, authenticated: true, queueing: false })).toMatch(/^OOM/);
    expect(refused(entry, { subscriptions: 1, loading: true })).toMatch(/^ERR Can't execute/);
  });

  test('a server that looks at everything refuses nothing for that alone', () => {
    const { client }: { client: Client } = createHarness();
    const state: ServerState = { refuses: ANY, loading: false, makeRoom: () => true };
    expect(refusal(client, entryOf('GET'), state)).toBeUndefined();
  });
});

describe('the text for what nobody knows', () => {
  test('shows arguments up to 128 characters, as C shows strings', () => {
    expect(unknownCommandText(vectorOf(['FOO', 'a', 'b\0c']))).toBe(
      "ERR unknown command 'FOO', with args beginning with: 'a' 'b' ",
    );
    const many = unknownCommandText(vectorOf(['FOO', ...Array.from({ length: 100 }, () => 'abc')]));
    expect(many).toBe(`ERR unknown command 'FOO', with args beginning with: ${"'abc' ".repeat(21)}'ab' `);
  });

  test('shows the subcommand as it came', () => {
    const container = entryOf('CLIENT');
    expect(unknownSubcommandText(vectorOf(['client', 'maint_notifications', 'on']), container)).toBe(
      "ERR unknown subcommand 'maint_notifications'. Try CLIENT HELP.",
    );
  });
});
