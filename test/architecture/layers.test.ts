import { builtinModules } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderCycles, forbidden, misplaced, packageOf, type Import } from './layers.ts';
import { importsOf, readSource, REPOSITORY, sourceFiles } from './source-files.ts';

const modules = sourceFiles('src');
const imports: Import[] = modules.flatMap((from) =>
  importsOf(from, readSource('src', from)).map((to) => ({ from, to })),
);
const isDefined = (message: string | undefined): message is string => message !== undefined;

describe('the modules of src/', () => {
  it('were read', () => {
    expect(imports.filter(({ to }) => to.endsWith('.ts')).length).toBeGreaterThan(0);
  });

  it('stand in a folder that has a layer', () => {
    expect(modules.map(misplaced).filter(isDefined)).toEqual([]);
  });

  it('import what their layer allows', () => {
    expect(imports.map(forbidden).filter(isDefined)).toEqual([]);
  });

  it('make no circle of folders', () => {
    expect(folderCycles(imports)).toEqual([]);
  });

  it('name each module that they import with its extension', () => {
    expect(
      imports.filter(({ to }) => /^[a-z-]+\//.test(to) && !to.endsWith('.ts') && modules.includes(`${to}.ts`)),
    ).toEqual([]);
  });

  it('import the packages that a user installs, and Node by its node: names', () => {
    const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const unknown = imports
      .filter(({ to }) => !to.endsWith('.ts') && !to.startsWith('node:') && !(packageOf(to) in manifest.dependencies))
      .map(({ from, to }) => `src/${from} imports ${to}${builtinModules.includes(to) ? ', which is node:' + to : ''}`);
    expect(unknown).toEqual([]);
  });
});

describe('the layer table', () => {
  it.each([
    ['a lower layer importing a higher one', 'structures/dict.ts', 'keyspace/database.ts'],
    ['two folders of layer 1', 'resp/reply-writer.ts', 'net/outbound.ts'],
    ['a subsystem importing the server', 'pubsub/commands.ts', 'server/server.ts'],
    ['a module at the top reaching past the server', 'index.ts', 'keyspace/database.ts'],
    ['anything importing the command line', 'server/server.ts', 'cli.ts'],
    ['leaving src/', 'util/glob.ts', '../test/support/resp.ts'],
    ['a second importer of pino', 'server/server.ts', 'pino'],
    ['a second importer of yargs', 'main.ts', 'yargs/helpers'],
  ])('forbids %s', (_, from, to) => {
    expect(forbidden({ from, to })).toContain(`src/${from} imports`);
  });

  it.each([
    ['its own folder', 'structures/dict.ts', 'structures/siphash.ts'],
    ['the other folder of layer 0', 'memory/arena.ts', 'util/clock.ts'],
    ['a lower layer', 'commands/string/get.ts', 'execution/command.ts'],
    ['another subsystem', 'replication/backlog.ts', 'persistence/snapshot.ts'],
    ['the server, from the top', 'main.ts', 'server/server.ts'],
    ['a module at the top, from another', 'main.ts', 'cli.ts'],
    ['Node', 'net/listener.ts', 'node:net'],
  ])('allows %s', (_, from, to) => {
    expect(forbidden({ from, to })).toBeUndefined();
  });

  it('asks where a new folder stands', () => {
    expect(misplaced('misc/things.ts')).toContain('src/misc/ has no layer');
    expect(misplaced('things.ts')).toContain('belongs in a folder');
  });

  it('finds a circle between subsystems once', () => {
    const circle = [
      { from: 'acl/users.ts', to: 'config/store.ts' },
      { from: 'config/store.ts', to: 'tracking/table.ts' },
      { from: 'tracking/table.ts', to: 'acl/users.ts' },
      { from: 'tracking/table.ts', to: 'util/clock.ts' },
    ];
    expect(folderCycles(circle)).toEqual(['acl → config → tracking → acl']);
    expect(folderCycles(circle.slice(1))).toEqual([]);
  });
});
