import { ok, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { quoted, syntaxFault } from './lines.ts';
import { countOf, refuseLong } from './numbers.ts';
import type { CnfFormula } from './types.ts';
import { wordCursor, type WordCursor } from './words.ts';

type Refuse = (message: string, hint: string) => Result<never>;

const HEADER_HINT = 'The first line is "p cnf variables clauses"';
const CLAUSE_HINT = 'A clause is a list of variables from 1, negated ones with -, that ends with 0';
const LITERAL = /^-?[1-9]\d{0,14}$/;

/** Moves to the next word outside of comments; false at the end or at the mark % of SATLIB. */
const nextWord = (words: WordCursor): boolean => {
  while (words.next()) {
    if (!words.first() || !words.word(1).startsWith('c')) return words.word(1) !== '%';
    words.rest();
  }
  return false;
};

const readHeader = (
  words: WordCursor,
  no: Refuse,
  length: number,
): Result<readonly [number, number]> => {
  const found = nextWord(words) ? words.word(100) : '';
  const rest = words.rest();
  // one word more than there may be, of a line of any length
  const [kind, variables, clauses, ...more] = rest.split(/\s+/, 4);
  if (found !== 'p' || kind !== 'cnf' || more.length > 0) {
    return no(`expected a problem line, found ${quoted(`${found} ${rest}`.trim())}`, HEADER_HINT);
  }
  const [names, count] = [countOf(variables ?? ''), countOf(clauses ?? '')];
  if (!(names >= 1 && names <= FORMAT_LIMITS.verticesMax)) {
    return no(`${quoted(variables ?? '')} is no number of variables`, HEADER_HINT);
  }
  // an empty clause is "0" and a space
  if (!(count >= 0 && count <= Math.min(FORMAT_LIMITS.clausesMax, Math.ceil(length / 2)))) {
    return no(`${quoted(clauses ?? '')} is no number of clauses of this text`, HEADER_HINT);
  }
  return ok([names, count]);
};

/** Reads up to the end of the text or a %; clauses may go over lines. */
const readClauses = (
  words: WordCursor,
  no: Refuse,
  variables: number,
  count: number,
): Result<readonly (readonly number[])[]> => {
  const { literalsMax } = FORMAT_LIMITS;
  const clauses: number[][] = [];
  let clause: number[] = [];
  for (let literals = 0; nextWord(words); literals++) {
    const word = words.word(20);
    if (clauses.length === count) return no(`${quoted(word)} after ${count} clauses`, HEADER_HINT);
    if (literals === literalsMax) return no('too many literals', 'Use a smaller file');
    if (word === '0') {
      clauses.push(clause);
      clause = [];
      continue;
    }
    const literal = LITERAL.test(word) ? Number(word) : 0;
    if (literal === 0 || Math.abs(literal) > variables) {
      return no(`${quoted(word)} is not a literal of ${variables} variables`, CLAUSE_HINT);
    }
    clause.push(literal);
  }
  if (clause.length > 0) return no('the last clause does not end with 0', CLAUSE_HINT);
  if (clauses.length === count) return ok(clauses);
  const message = `the header promises ${count} clauses, the text ends after ${clauses.length}`;
  return no(message, 'The file is cut off or its header is wrong');
};

/**
 * Reads a formula in conjunctive normal form (DIMACS, as SATLIB has it): `p cnf variables clauses`,
 * then clauses that end with 0, comments in lines that begin with `c`; a `%` ends the file. A
 * clause without literals is kept: it is false. Never throws. Fails with GRAPH_SYNTAX, as
 * {@link readGraph}. Complexity O(length).
 */
export const readCnf = (text: string, { file = 'input' }: ReadOptions = {}): Result<CnfFormula> => {
  const long = refuseLong(text, file);
  if (long !== undefined) return long;
  const words = wordCursor(text);
  const no: Refuse = (message, hint) => syntaxFault(file, words.place(), message, hint);
  const header = readHeader(words, no, text.length);
  if (!header.ok) return header;
  const [variables, count] = header.value;
  const clauses = readClauses(words, no, variables, count);
  return clauses.ok ? ok({ variables, clauses: clauses.value }) : clauses;
};

/** The text that {@link readCnf} reads back. */
export const writeCnf = ({ variables, clauses }: CnfFormula): string => {
  const lines = clauses.map((literals) => `${[...literals, 0].join(' ')}\n`);
  return `p cnf ${variables} ${clauses.length}\n${lines.join('')}`;
};
