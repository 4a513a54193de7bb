import { analyze, type AnalyzeOptions } from '../../src/analysis/analyze.ts';
import type { Analysis } from '../../src/analysis/analysis.ts';
import type { Expression } from '../../src/syntax/ast.ts';
import { showType } from '../../src/types/show.ts';

export const VERSION_3 = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';

/** `CODE line:column` of everything found. */
export const codes = (text: string, options?: AnalyzeOptions): readonly string[] => {
  const { sources, diagnostics } = analyze(text, options);
  return diagnostics.map((found) => {
    const { code, line, column, file } = sources.describe(found);
    const where = file === 'program.qasm' ? '' : `${file} `;
    return `${code} ${where}${line}:${column}`;
  });
};

interface Node {
  readonly kind?: string;
  readonly id?: number;
  readonly start?: number;
}

/** Every part of a tree that has an id, in order of id. */
export const identified = (tree: unknown): readonly Required<Node>[] => {
  const found: Required<Node>[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('id' in part && typeof part.id === 'number') found.push(part as Required<Node>);
    for (const child of Object.values(part)) visit(child);
  };
  visit(tree);
  return found.toSorted((a, b) => a.id - b.id);
};

/** The value of the last declaration in a program. */
const lastInitial = ({ program }: Analysis): Expression => {
  const last = program.statements.at(-1);
  if (last?.kind !== 'variable' || last.initial === null) throw new Error('no declaration');
  return last.initial;
};

/** Type and value of the value of the last declaration, as `int[64] 3` or `int[64]`. */
export const evaluated = (text: string): string => {
  const analysis = analyze(VERSION_3 + text);
  const { id } = lastInitial(analysis);
  const type = analysis.types[id];
  const value = analysis.constants[id];
  const shown = type === undefined ? 'nothing' : showType(type);
  return value === undefined ? shown : `${shown} ${show(value)}`;
};

const show = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .filter(([, part]) => part !== null)
        .map(([name, part]) => `${name}=${String(part)}`)
        .join(' ')
    : String(value);
