import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import ts from 'typescript';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

/** Paths below `folder` of the repository that end in `.ts`, relative to `folder`, with forward slashes, sorted. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join(posix.sep))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

export function readSource(folder: string, path: string): string {
  return readFileSync(join(REPOSITORY, folder, path), 'utf8');
}

/** What the module at `path` imports, types and dynamic imports too: `util/glob.ts` for a module of ours, else a package. */
export function importsOf(path: string, source: string): string[] {
  return ts
    .preProcessFile(source)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName) : fileName,
    );
}

/** Every node of the syntax tree of `source`, parents first. */
export function* nodesOf(source: string): Generator<ts.Node> {
  const waiting: ts.Node[] = [ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
}
