import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Issues } from '../../src/diagnostics/issues.ts';
import { SourceMap } from '../../src/diagnostics/source-map.ts';
import type { Expression, Program, Range, Statement } from '../../src/syntax/ast.ts';
import { parse } from '../../src/syntax/parse.ts';

interface Parsed {
  readonly program: Program;
  readonly sources: SourceMap;
  readonly issues: Issues;
  /** `CODE line:column` of everything wrong. */
  readonly errors: readonly string[];
}

export const read = (text: string, version?: 2 | 3): Parsed => {
  const sources = new SourceMap();
  const issues = new Issues();
  const options = { ids: { next: 0 }, ...(version === undefined ? {} : { version }) };
  const program = parse(sources.add('program.qasm', text), issues, options);
  const errors = issues.list.map((diagnostic) => {
    const { code, line, column } = sources.describe(diagnostic);
    return `${code} ${line}:${column}`;
  });
  return { program, sources, issues, errors };
};

/** The statements of a text in which nothing is wrong. */
export const statements = (text: string, version?: 2 | 3): readonly Statement[] => {
  const { program, issues } = read(text, version);
  if (issues.list.length > 0) throw new Error(`${issues.list[0]!.message}: ${text}`);
  return program.statements;
};

const POSITIONS = new Set(['start', 'end', 'id', 'comments']);

/** A tree without places and ids: what it says. */
export const meaning = (tree: unknown): unknown =>
  JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (POSITIONS.has(key) ? undefined : value)),
  );

/** An expression with every operation in parentheses. */
export const shape = (e: Expression | Range | null): string => {
  if (e === null) return '';
  switch (e.kind) {
    case 'identifier':
      return e.name;
    case 'integer':
    case 'float':
      return e.text;
    case 'group':
      return `<${shape(e.inner)}>`;
    case 'unary':
      return `(${e.operator} ${shape(e.operand)})`;
    case 'binary':
      return `(${e.operator} ${shape(e.left)} ${shape(e.right)})`;
    case 'index':
      return `${shape(e.target)}[${e.selector.items.map(shape).join(', ')}]`;
    case 'call':
      return `${e.callee.text}(${e.args.map(shape).join(', ')})`;
    case 'cast':
      return `cast(${shape(e.operand)})`;
    case 'range':
      return [e.from, e.step, e.to].map(shape).join(':');
    default:
      return e.kind;
  }
};

/** The expression in `x = …;`. */
export const valueOf = (text: string, version?: 2 | 3): Expression => {
  const [statement] = statements(`x = ${text};`, version);
  if (statement?.kind !== 'assign') throw new Error(`${text} is no value`);
  return statement.value;
};

const DATA = resolve(
  import.meta.dirname,
  '../../../..',
  process.env['XDV_DATA'] ?? '../shared/data',
  'qasm',
);

/** The example programs, by file name; none where the data are not there. */
export const DATA_FILES: readonly (readonly [string, string])[] = existsSync(DATA)
  ? ['openqasm3', 'qasmbench'].flatMap((folder) =>
      readdirSync(join(DATA, folder))
        .toSorted()
        .map((file) => [file, readFileSync(join(DATA, folder, file), 'utf8')] as const),
    )
  : [];
