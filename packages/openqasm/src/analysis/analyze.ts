import { Issues } from '../diagnostics/issues.ts';
import { SourceMap, type SourceFile } from '../diagnostics/source-map.ts';
import type { Include, Program } from '../syntax/ast.ts';
import { parse, type Ids } from '../syntax/parse.ts';
import type { Analysis } from './analysis.ts';
import { expressionType } from './expression.ts';
import { includeFile, type Files } from './includes.ts';
import { Pass, type Rules } from './pass.ts';
import { checkAll, checkBlock } from './statements.ts';

/** How a program is read. */
export interface AnalyzeOptions {
  /** What the program is called in diagnostics. */
  readonly file?: string;
  /**
   * The text of an included file by its name; undefined if there is none. `stdgates.inc` and
   * `qelib1.inc` are known without it.
   */
  readonly include?: (name: string) => string | undefined;
}

/** Marks lines with syntax errors: what they were to declare is not missed, nor held against it. */
const markUnread = (pass: Pass, { base, text }: SourceFile, from: number): void => {
  for (const { start } of pass.issues.list.slice(from)) {
    pass.misread.push(start);
    const at = start - base;
    const first = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    const last = text.indexOf('\n', at);
    pass.unread.push({ start: base + first, end: base + (last < 0 ? text.length : last) });
  }
  pass.misread.sort((a, b) => a - b);
};

/** Reads files into one source map, with ids that go on from one to the next. */
class Reader {
  readonly sources = new SourceMap();
  readonly issues = new Issues();
  readonly ids: Ids = { next: 0 };

  read(name: string, text: string, version?: 2 | 3): readonly [SourceFile, Program] {
    const file = this.sources.add(name, text);
    const inherited = version === undefined ? {} : { version };
    return [file, parse(file, this.issues, { ids: this.ids, ...inherited })];
  }
}

const checkIncludedVersion = (pass: Pass, { version }: Program): void => {
  if (version === null) return;
  const message = 'an included file with a version of its own';
  pass.error('VERSION_MISPLACED', version, message, 'The including program says the version');
};

/** Reads and checks an included file. */
const readInto = (pass: Pass, reader: Reader, s: Include, text: string): void => {
  const found = reader.issues.list.length;
  const [file, program] = reader.read(s.file, text, pass.version);
  pass.reserve(reader.ids.next);
  markUnread(pass, file, found);
  pass.included.set(s.start, program);
  checkIncludedVersion(pass, program);
  checkAll(pass, program.statements);
};

const rulesFor = (reader: Reader, name: string, find: AnalyzeOptions['include']): Rules => {
  const files: Files = { find, open: [name], count: 0 };
  return {
    expression: expressionType,
    block: checkBlock,
    include: (pass, s) =>
      includeFile(pass, s, files, (text) => readInto(pass, reader, s, text)),
  };
};

const checkInput = (text: unknown, include: unknown): void => {
  if (typeof text !== 'string') throw new TypeError(`text must be a string, got ${typeof text}`);
  if (include === undefined || typeof include === 'function') return;
  throw new TypeError(`include must be a function, got ${typeof include}`);
};

/**
 * What an OpenQASM program means, and everything that is wrong with it. Never throws on any text;
 * the tables are filled as far as the program can be understood. Reads and checks in one pass, in
 * time and memory linear in the text. Throws TypeError for an input of the wrong type. Source:
 * OpenQASM 3.x live specification; version 2: arXiv:1707.03429.
 */
export const analyze = (text: string, options: AnalyzeOptions = {}): Analysis => {
  const { file: name = 'program.qasm', include } = options;
  checkInput(text, include);
  const reader = new Reader();
  const [file, program] = reader.read(name, text);
  const version = program.version?.major === 2 ? 2 : 3;
  const { sources, issues } = reader;
  const rules = rulesFor(reader, name, include);
  const pass = new Pass({ rules, sources, issues, version, ids: reader.ids.next });
  markUnread(pass, file, 0);
  checkAll(pass, program.statements);
  const { included, types, constants, symbols, names } = pass;
  const diagnostics = issues.list.toSorted((a, b) => a.start - b.start);
  return { sources, version, program, included, types, constants, symbols, names, diagnostics };
};
