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
    lines.add(`OPENQASM ${version.major}.${version.minor};`, version, comments.between(version.start, version.end));
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
      this.add(this.#print(statement), span, commentsWithin(comments, statement));
      this.trail(next === undefined ? end : startOf(next));
    });
    this.comments(end);
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  #print(statement: Statement): string {
    const annotations = statement.annotations ?? [];
    const printed = printStatement(this.#layout, statement, this.#indent);
    return [...annotations.map(printAnnotation), printed].join(`\n${this.#indent}`);
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

/** On one line if nothing in it needs more. */
const inlineBlock = (layout: Layout, body: Block, indent: string): string => {
  // comments in here were printed before the statement around it
  const inner = { ...layout, comments: NO_COMMENTS };
  const parts = body.statements.map((statement) => printStatement(inner, statement, indent));
  const plain = body.statements.every((s) => s.annotations === undefined && s.kind !== 'pragma');
  if (!plain || parts.some((part) => part.includes('\n'))) return block(inner, body, indent);
  return parts.length === 0 ? '{}' : `{ ${parts.join(' ')} }`;
};
