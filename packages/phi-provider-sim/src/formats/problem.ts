import { ok, type Graph, type Result } from '@xdv/domain-model';
import { readBqmJson } from './bqm-json.ts';
import { readCnf } from './cnf.ts';
import { readCoo } from './coo.ts';
import { readDimacsGraph } from './dimacs-graph.ts';
import { readGraph, type ReadOptions } from './graph.ts';
import { readQbsolv } from './qbsolv.ts';
import { readQuboModel } from './qubo.ts';
import { sniffProblem, type ProblemFormat } from './sniff.ts';
import { readTsplib } from './tsplib.ts';
import type { CnfFormula, QuadraticModel, TourProblem } from './types.ts';

/** A problem as a file gives it. */
export type FileProblem =
  | { readonly kind: 'graph'; readonly graph: Graph }
  | { readonly kind: 'quadratic'; readonly model: QuadraticModel }
  | { readonly kind: 'formula'; readonly formula: CnfFormula }
  | { readonly kind: 'tour'; readonly tour: TourProblem };

type Reader<T> = (text: string, options?: ReadOptions) => Result<T>;
type ProblemReader = Reader<FileProblem>;

const as =
  <T>(read: Reader<T>, wrap: (value: T) => FileProblem): ProblemReader =>
  (text, options) => {
    const value = read(text, options);
    return value.ok ? ok(wrap(value.value)) : value;
  };

const graph = (value: Graph): FileProblem => ({ kind: 'graph', graph: value });
const quadratic = (model: QuadraticModel): FileProblem => ({ kind: 'quadratic', model });

const READERS: Readonly<Record<ProblemFormat, ProblemReader>> = {
  graph: as(readGraph, graph),
  dimacs: as(readDimacsGraph, graph),
  qubo: as(readQuboModel, quadratic),
  qbsolv: as(readQbsolv, quadratic),
  coo: as(readCoo, quadratic),
  bqm: as(readBqmJson, quadratic),
  cnf: as(readCnf, (formula) => ({ kind: 'formula', formula })),
  tsplib: as(readTsplib, (tour) => ({ kind: 'tour', tour })),
};

export interface ReadProblemOptions extends ReadOptions {
  /** Told from the name and the text by default. */
  readonly format?: ProblemFormat;
}

/**
 * Reads a problem file of any known format. Never throws. Fails with FORMAT_UNKNOWN or with
 * GRAPH_SYNTAX, as the reader of its format. Complexity O(length), for tours with O(cities²).
 */
export const readProblem = (
  text: string,
  options: ReadProblemOptions = {},
): Result<FileProblem> => {
  const { format } = options;
  if (format !== undefined) return READERS[format](text, options);
  const sniffed = sniffProblem(text, options);
  return sniffed.ok ? READERS[sniffed.value](text, options) : sniffed;
};
