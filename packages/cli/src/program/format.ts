import { extname } from 'node:path';
import { XdvError } from '@xdv/domain-model';
import { sniffFormat } from '@xdv/phi-provider-sim/formats';
import { readText } from '../platform/read-file.ts';

/** What a file to run is. */
export type FileFormat = 'module' | 'qasm' | 'graph' | 'qubo';

const BY_ENDING: Readonly<Record<string, FileFormat>> = {
  '.ts': 'module',
  '.mts': 'module',
  '.js': 'module',
  '.mjs': 'module',
  '.qasm': 'qasm',
  '.rud': 'graph',
  '.mc': 'graph',
  '.graph': 'graph',
  '.sparse': 'qubo',
  '.qubo': 'qubo',
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
  const known = BY_ENDING[endingOf(path)];
  if (known !== undefined) return known;
  const text = readText(path, name);
  if (QASM_START.test(text)) return 'qasm';
  const sniffed = sniffFormat(text, { file: name });
  if (sniffed.ok) return sniffed.value;
  throw new XdvError({
    code: 'FORMAT_UNKNOWN',
    message: `${name} is none of the formats that can be run`,
    hint: 'Run a process module (.ts, .js), OpenQASM (.qasm), a graph (.rud) or a QUBO (.sparse)',
  });
};
