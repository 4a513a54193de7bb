import type { Issues } from '../diagnostics/issues.ts';
import type { SourceFile } from '../diagnostics/source-map.ts';
import type { Program, Statement, Version } from './ast.ts';
import { Cursor, type Ids } from './cursor.ts';
import { endStatement, skipStatement } from './recovery.ts';
import { BLOCKS, statement } from './statements.ts';
import { T } from './tokens.ts';

export type { Ids } from './cursor.ts';

/** Characters of one file. */
export const TEXT_MAX = 32 * 1024 * 1024;

interface ParseOptions {
  /** Where ids go on; shared by all files of one program. */
  readonly ids: Ids;
  /** The rules for a file that does not name its version: those of the file that includes it. */
  readonly version?: 2 | 3;
}

/**
 * The tree of one file of OpenQASM 2 or 3, and everything wrong with how it is written in
 * `issues`: lexical and syntax codes, one for each broken statement. Never throws: what could not
 * be read is `missing` or `broken`. Time and memory are linear in the text. Source: OpenQASM 3.x
 * live specification, and arXiv:1707.03429 for version 2.
 */
export const parse = (
  file: SourceFile,
  issues: Issues,
  { ids, version: inherited = 3 }: ParseOptions,
): Program => {
  const { base, text } = file;
  if (text.length > TEXT_MAX) return tooLarge(file, issues);
  const c = new Cursor({ file, issues, ids, blocks: BLOCKS });
  c.setVersion(inherited);
  c.advance();
  c.previousEnd = base;
  const version = c.kind === T.openqasm ? versionStatement(c) : null;
  const statements: Statement[] = [];
  while (c.kind !== T.end) {
    if (issues.full) break;
    c.unclosed = false;
    if (c.kind === T.rbrace) strayBrace(c);
    else statements.push(statement(c));
  }
  const { comments } = c;
  return { start: base, end: base + text.length, version, statements, comments };
};

const tooLarge = ({ base, text }: SourceFile, issues: Issues): Program => {
  const message = `a program has at most ${TEXT_MAX} characters, this one has ${text.length}`;
  issues.error('TOO_LARGE', { start: base, end: base }, message, 'Split the program');
  const end = base + text.length;
  return { start: base, end, version: null, statements: [], comments: [] };
};

const strayBrace = (c: Cursor): void => {
  c.statementStart = c.start;
  c.quiet = false;
  c.complain('SYNTAX', c, "this '}' closes nothing", "Remove it, or add the '{' that it closes");
  c.advance();
};

const VERSION = /^(\d{1,9})(?:\.(\d{1,9}))?$/;

/** `OPENQASM 3.1;` */
const versionStatement = (c: Cursor): Version | null => {
  const { start } = c;
  c.statementStart = start;
  c.advance();
  const at = { start: c.start, end: c.end };
  const match = VERSION.exec(c.slice(c.start, c.end));
  if (match === null) {
    c.expected('a version', 'Write OPENQASM 3.0; or OPENQASM 2.0;');
    skipStatement(c);
    c.panic = false;
    return null;
  }
  const major = Number(match[1]);
  if (major === 2 || major === 3) c.version = major;
  else {
    const message = `version ${match[0]} of OpenQASM is not known`;
    c.complain('VERSION_UNSUPPORTED', at, message, 'Write OPENQASM 3.0; or OPENQASM 2.0;');
  }
  c.advance();
  endStatement(c);
  if (c.panic) skipStatement(c);
  c.panic = false;
  return { start, end: c.previousEnd, major, minor: Number(match[2] ?? 0) };
};
