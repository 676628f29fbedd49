/*
 * The layers of src/, as data, and what they forbid. An import path is relative to src/; a package keeps its own name.
 */

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Folders by layer: a module may import its own folder and what `mayImport` names. */
export const LAYERS: readonly { readonly folders: readonly string[]; readonly mayImport: readonly number[] }[] = [
  { folders: ['util', 'memory'], mayImport: [0] },
  { folders: ['structures', 'resp', 'net'], mayImport: [0] },
  { folders: ['datatypes'], mayImport: [0, 1] },
  { folders: ['keyspace'], mayImport: [0, 1, 2] },
  { folders: ['execution'], mayImport: [0, 1, 2, 3] },
  {
    folders: [
      'commands',
      'pubsub',
      'tracking',
      'persistence',
      'replication',
      'scripting',
      'acl',
      'cluster',
      'sentinel',
      'config',
      'observability',
    ],
    // Each other too, where one truly builds on another: folderCycles() keeps that from going in a circle.
    mayImport: [0, 1, 2, 3, 4, 5],
  },
  { folders: ['server'], mayImport: [0, 1, 2, 3, 4, 5] },
];

/** The modules that stand in src/ itself, above every layer, and the folders that they may import. */
export const TOP_MODULES = ['main.ts', 'cli.ts', 'index.ts'];
export const TOP_MAY_IMPORT = ['server', 'config'];

/** Packages that one module alone may import. */
export const SOLE_IMPORTERS: Readonly<Record<string, string>> = { pino: 'util/logger.ts', yargs: 'cli.ts' };

const isOurs = (path: string): boolean => path.endsWith('.ts');
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.indexOf('/')));
const layerOf = (folder: string): number => LAYERS.findIndex(({ folders }) => folders.includes(folder));

/** `@scope/name` or `name` of an import of a package, without the path inside it. */
export const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** What is wrong with where `path` stands, or undefined. */
export function misplaced(path: string): string | undefined {
  const folder = folderOf(path);
  if (folder === '') return TOP_MODULES.includes(path) ? undefined : `src/${path} belongs in a folder of src/`;
  return layerOf(folder) >= 0 ? undefined : `src/${folder}/ has no layer: add it to test/architecture/layers.ts`;
}

/** What the layers say against one import, or undefined. */
export function forbidden({ from, to }: Import): string | undefined {
  if (!isOurs(to)) return forbiddenPackage(from, to);
  if (to.startsWith('..')) return `src/${from} imports ${to}, outside of src/`;
  const [source, target] = [folderOf(from), folderOf(to)];
  if (source === target) return undefined;
  if (target === '') return `src/${from} imports src/${to}: nothing imports the modules at the top`;
  const allowed = source === '' ? TOP_MAY_IMPORT.includes(target) : reaches(source, target);
  const may = source === '' ? TOP_MAY_IMPORT.join(', ') : `layers ${LAYERS[layerOf(source)]?.mayImport.join(', ')}`;
  return allowed ? undefined : `src/${from} imports src/${to} (layer ${layerOf(target)}), but may import ${may} only`;
}

const reaches = (source: string, target: string): boolean =>
  LAYERS[layerOf(source)]?.mayImport.includes(layerOf(target)) ?? false;

function forbiddenPackage(from: string, to: string): string | undefined {
  const owner = SOLE_IMPORTERS[packageOf(to)];
  return owner === undefined || owner === from ? undefined : `src/${from} imports ${to}: only src/${owner} may`;
}

/** Circles of imports between folders, each as `a → b → a`, each once. */
export function folderCycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [source, target] = [folderOf(from), folderOf(to)];
    if (!isOurs(to) || source === target) continue;
    targets.set(source, (targets.get(source) ?? new Set()).add(target));
  }
  const cycles = [...targets.keys()].flatMap((start) => cyclesFrom(start, [start], targets));
  return [...new Set(cycles)].sort();
}

/** Circles through `start`, which is the first of its circle by name, so that each is found once. */
function cyclesFrom(start: string, path: readonly string[], targets: ReadonlyMap<string, Set<string>>): string[] {
  return [...(targets.get(path.at(-1) ?? start) ?? [])].flatMap((next) => {
    if (next === start) return [[...path, start].join(' → ')];
    return next < start || path.includes(next) ? [] : cyclesFrom(start, [...path, next], targets);
  });
}
