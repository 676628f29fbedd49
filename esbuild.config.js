import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

/*
 * Each entry becomes one file, so that the hot path is one module scope.
 *
 * The plugin makes named numbers free. When esbuild bundles, a top-level `const` becomes a `var`, which V8 must load
 * from memory at every use. With `minifySyntax` esbuild writes a constant number in place of its name, in every module
 * that uses it, but only where the declaring module imports nothing (it could run late in a circle of imports). So the
 * plugin computes each module's numeric constants and moves them into a module of their own, imported and exported again
 * in front of line 1. Line numbers stay as they were.
 */

/** What arithmetic on numbers each operator does. */
const OPERATORS = new Map([
  [ts.SyntaxKind.PlusToken, (a, b) => a + b],
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
  [ts.SyntaxKind.SlashToken, (a, b) => a / b],
  [ts.SyntaxKind.PercentToken, (a, b) => a % b],
  [ts.SyntaxKind.AsteriskAsteriskToken, (a, b) => a ** b],
  [ts.SyntaxKind.LessThanLessThanToken, (a, b) => a << b],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, (a, b) => a >> b],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, (a, b) => a >>> b],
  [ts.SyntaxKind.AmpersandToken, (a, b) => a & b],
  [ts.SyntaxKind.BarToken, (a, b) => a | b],
  [ts.SyntaxKind.CaretToken, (a, b) => a ^ b],
]);

/** The number that `node` always yields, or undefined where it depends on anything but numbers and `known` names. */
function numberOf(node, known) {
  if (ts.isParenthesizedExpression(node)) return numberOf(node.expression, known);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isIdentifier(node)) return known.get(node.text);
  if (ts.isPrefixUnaryExpression(node)) {
    const value = numberOf(node.operand, known);
    if (value === undefined) return undefined;
    if (node.operator === ts.SyntaxKind.MinusToken) return -value;
    return node.operator === ts.SyntaxKind.TildeToken ? ~value : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = numberOf(node.left, known);
  const right = numberOf(node.right, known);
  return left === undefined || right === undefined ? undefined : OPERATORS.get(node.operatorToken.kind)?.(left, right);
}

/** Adds to `known` the numbers that an `import { A, B as C } from './other.ts'` brings. */
function importNumbers(statement, path, known) {
  const specifier = statement.moduleSpecifier.text;
  const names = statement.importClause?.namedBindings;
  if (!specifier.startsWith('.') || names === undefined || !ts.isNamedImports(names)) return;
  const { numbers } = moduleAt(resolve(dirname(path), specifier));
  for (const { name, propertyName = name } of names.elements) {
    if (numbers.has(propertyName.text)) known.set(name.text, numbers.get(propertyName.text));
  }
}

/** Adds to `known` what `const A = 1, B = A << 2;` declares; says whether that was numbers only. */
function declareNumbers(statement, known) {
  const { flags, declarations } = statement.declarationList;
  if ((flags & ts.NodeFlags.Const) === 0) return false;
  return declarations.every(({ name, initializer }) => {
    const value = initializer === undefined ? undefined : numberOf(initializer, known);
    if (value === undefined || !Number.isFinite(value)) return false;
    known.set(name.text, value);
    return true;
  });
}

const modules = new Map();

/** The module at `path`: its source, rewritten as told above, and its numbers. */
function moduleAt(path) {
  let module = modules.get(path);
  if (module === undefined) {
    // Known before it is read, so that a circle of imports ends here, with no numbers.
    module = { source: readFileSync(path, 'utf8'), numbers: new Map() };
    modules.set(path, module);
    hoistNumbers(path, module);
  }
  return module;
}

function hoistNumbers(path, module) {
  const file = ts.createSourceFile(path, module.source, ts.ScriptTarget.Latest);
  const known = new Map();
  const exported = [];
  let rest = module.source;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) importNumbers(statement, path, known);
    if (!ts.isVariableStatement(statement) || !declareNumbers(statement, known)) continue;
    const names = statement.declarationList.declarations.map(({ name }) => name.text);
    for (const name of names) module.numbers.set(name, known.get(name));
    if (statement.modifiers?.length) exported.push(...names);
    const [start, end] = [statement.getStart(file), statement.end];
    rest = rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, ' ') + rest.slice(end);
  }
  if (module.numbers.size === 0) return;
  const names = [...module.numbers.keys()].join(', ');
  module.source = `import { ${names} } from ${JSON.stringify(`numbers:${relative('.', path)}`)}; export { ${exported.join(', ')} }; ${rest}`;
}

const declarationsOf = ({ numbers }) =>
  [...numbers].map(([name, value]) => `export const ${name} = ${value};`).join('\n');

const inlineNumbers = {
  name: 'inline-numbers',
  setup(bundler) {
    bundler.onResolve({ filter: /^numbers:/ }, ({ path }) => ({ path: path.slice(8), namespace: 'numbers' }));
    bundler.onLoad({ filter: /./, namespace: 'numbers' }, ({ path }) => ({
      contents: declarationsOf(moduleAt(resolve(path))),
    }));
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: moduleAt(path).source, loader: 'ts' }));
  },
};

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  minifySyntax: true,
  sourcemap: 'linked',
  plugins: [inlineNumbers],
  logLevel: 'warning',
};

/** Another folder than dist keeps a build apart from the one that runs: `node esbuild.config.js dist/before`. */
const [folder = 'dist'] = process.argv.slice(2);
await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outfile: `${folder}/main.js`,
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({ ...shared, entryPoints: ['src/index.ts'], outfile: `${folder}/index.js` }),
]);
await chmod(`${folder}/main.js`, 0o755);
