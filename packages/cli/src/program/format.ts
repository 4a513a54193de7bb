import { extname } from 'node:path';
import { XdvError } from '@xdv/domain-model';
import { sniffProblem, type ProblemFormat } from '@xdv/phi-provider-sim/formats';
import { readText } from '../platform/read-file.ts';

/** What a file to run is. */
export type FileFormat = 'module' | 'qasm' | ProblemFormat;

const BY_ENDING: Readonly<Record<string, FileFormat>> = {
  '.ts': 'module',
  '.mts': 'module',
  '.js': 'module',
  '.mjs': 'module',
  '.qasm': 'qasm',
  '.rud': 'graph',
  '.mc': 'graph',
  '.graph': 'graph',
  '.col': 'dimacs',
  '.sparse': 'qubo',
  '.coo': 'coo',
  '.cnf': 'cnf',
  '.tsp': 'tsplib',
  '.atsp': 'tsplib',
};

/** A version, an include or a declaration of qubits, after comments. */
const QASM_START = /^\uFEFF?(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*(?:OPENQASM|include\s*"|qubit|qreg)\b/;

/** The ending that tells the format; that of the packed file if it is packed. */
const endingOf = (path: string): string => extname(path.replace(/\.gz$/i, '')).toLowerCase();

/**
 * The format of a file, by its ending, else by its content. Throws FILE_UNREADABLE and
 * FORMAT_UNKNOWN.
 */
export const formatOf = (path: string, name: string): FileFormat => {
  const ending = endingOf(path);
  const known = BY_ENDING[ending];
  if (known !== undefined) return known;
  const text = readText(path, name);
  if (QASM_START.test(text)) return 'qasm';
  const sniffed = sniffProblem(text, { file: name });
  // the ending is BiqMac's and qbsolv's
  if (ending === '.qubo') return sniffed.ok && sniffed.value === 'qbsolv' ? 'qbsolv' : 'qubo';
  if (sniffed.ok) return sniffed.value;
  throw new XdvError({
    code: 'FORMAT_UNKNOWN',
    message: `${name} is none of the formats that can be run`,
    hint:
      'Run a process module (.ts, .js), OpenQASM (.qasm), a graph (.rud, .col), a QUBO (.sparse, ' +
      '.qubo, .coo, BQM JSON), a formula (.cnf) or a tour (.tsp)',
  });
};
