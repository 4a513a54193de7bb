import type { SourceMap } from '../diagnostics/source-map.ts';
import type { Block, Program, Span, Statement } from '../syntax/ast.ts';
import { commentsWithin, NO_COMMENTS, placeComments, startOf } from './comments.ts';
import { STEP, type Layout } from './layout.ts';
import { printAnnotation, printStatement } from './statements.ts';

/**
 * The text of a program in one form: a statement a line, two blanks for each level, at most one
 * blank line in a row, numbers and parentheses as they were written. Every comment is kept: on a
 * line of its own before a statement, after it on its line, or, from inside of a statement, before
 * it. Reading the result gives the same tree, and printing that the same text. For a program
 * without errors; a program that was never a text has no `sources`.
 */
export const print = (program: Program, sources: SourceMap | null): string => {
  const { version, statements, start, end } = program;
  const comments = placeComments(program, sources);
  const layout: Layout = { version2: version?.major === 2, comments, block, inlineBlock };
  const lines = new Lines(layout, '', start);
  if (version !== null) {
    lines.comments(version.start);
    const within = comments.between(version.start, version.end);
    lines.add(`OPENQASM ${version.major}.${version.minor};`, version, within);
    lines.trail(statements[0] === undefined ? end : startOf(statements[0]));
  }
  return lines.statements(statements, end);
};

/** Lines at one indentation, with the comments and blank lines that belong between them. */
class Lines {
  readonly #layout: Layout;
  readonly #indent: string;
  readonly #lines: string[] = [];
  /** Where what was printed last ends in the text. */
  #at: number;

  constructor(layout: Layout, indent: string, at: number) {
    this.#layout = layout;
    this.#indent = indent;
    this.#at = at;
  }

  statements(statements: readonly Statement[], end: number): string {
    const { comments } = this.#layout;
    statements.forEach((statement, k) => {
      const next = statements[k + 1];
      this.comments(startOf(statement));
      const span = { start: startOf(statement), end: statement.end };
      const printed = printWhole(this.#layout, statement, this.#indent);
      this.add(printed, span, commentsWithin(comments, statement));
      this.trail(next === undefined ? end : startOf(next));
    });
    this.comments(end);
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  /** Comments up to an offset, each on its own line. */
  comments(to: number): void {
    const { comments } = this.#layout;
    for (const comment of comments.between(this.#at, to)) this.add(comments.text(comment), comment);
  }

  /** What stands at a place in the text, after comments from inside of it. */
  add(printed: string, { start, end }: Span, within: readonly Span[] = []): void {
    const { comments } = this.#layout;
    if (this.#lines.length > 0 && comments.blankLine(this.#at, start)) this.#lines.push('');
    for (const comment of within) this.#lines.push(`${this.#indent}${comments.text(comment)}`);
    this.#lines.push(`${this.#indent}${printed}`);
    this.#at = end;
  }

  /** Comments on the line where what was added last ends. */
  trail(to: number): void {
    const { comments } = this.#layout;
    for (const comment of comments.after(this.#at, to)) {
      this.#lines.push(`${this.#lines.pop()!} ${comments.text(comment)}`);
      this.#at = comment.end;
    }
  }
}

const block = (layout: Layout, { statements, start, end }: Block, indent: string): string => {
  const lines = new Lines(layout, indent + STEP, start + 1);
  const printed = lines.statements(statements, end - 1);
  return printed === '' ? '{}' : `{\n${printed}${indent}}`;
};

/**
 * On one line if nothing in it needs more. Printed once whichever it is: printing again to try
 * would double with each block inside of another.
 */
const inlineBlock = (layout: Layout, { statements }: Block, indent: string): string => {
  // comments in here were printed before the statement around it
  const inner = { ...layout, comments: NO_COMMENTS };
  const deeper = indent + STEP;
  const parts = statements.map((statement) => printWhole(inner, statement, deeper));
  if (parts.length === 0) return '{}';
  const whole = statements.some(({ kind }) => kind === 'pragma');
  if (!whole && parts.every((part) => !part.includes('\n'))) return `{ ${parts.join(' ')} }`;
  return `{\n${parts.map((part) => `${deeper}${part}\n`).join('')}${indent}}`;
};

/** A statement with its annotations, at an indentation that its first line does not repeat. */
const printWhole = (layout: Layout, statement: Statement, indent: string): string => {
  const annotations = (statement.annotations ?? []).map(printAnnotation);
  return [...annotations, printStatement(layout, statement, indent)].join(`\n${indent}`);
};
