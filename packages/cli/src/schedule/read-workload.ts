import { extname } from 'node:path';
import { unwrap, XdvError, type Result } from '@xdv/domain-model';
import { readQuantumCloud, readSwf, readWorkload, type Workload } from '@xdv/scheduler/lab';
import type { FileName } from '../platform/file-name.ts';
import { readBytes } from '../platform/read-file.ts';

type Format = 'swf' | 'csv' | 'json';

interface Options {
  readonly name: string;
  readonly seed: number;
}

const READERS: Readonly<Record<Format, (text: string, options: Options) => Result<Workload>>> = {
  swf: (text, { name }) => readSwf(text, { name }),
  csv: (text, { name }) => readQuantumCloud(text, { name }),
  json: readWorkload,
};

const BY_ENDING: Readonly<Record<string, Format>> = {
  '.swf': 'swf',
  '.csv': 'csv',
  '.json': 'json',
};

/** A line of a log of jobs: numbers apart, or a comment. */
const SWF_START = /^\s*(?:;|-?\d+(?:\.\d+)?[ \t]+-?\d)/;

/** The first line names columns. */
const CSV_START = /^(?=[^\n]*,)[^\n]*\bmachine\b/;

/** What the beginning of a text looks like; undefined if like nothing that can be read. */
const sniff = (text: string): Format | undefined => {
  const start = text.slice(0, 2000).replace(/^\uFEFF/, '');
  if (/^\s*\{/.test(start)) return 'json';
  if (SWF_START.test(start)) return 'swf';
  return CSV_START.test(start) ? 'csv' : undefined;
};

const endingOf = (path: string): string => extname(path.replace(/\.gz$/i, '')).toLowerCase();

/** Longer texts do not fit in a string of this platform. */
const BYTES_MAX = 480 * 1024 * 1024;

const readText = ({ path, name }: FileName): string => {
  const bytes = readBytes(path, name);
  if (bytes.length <= BYTES_MAX) return new TextDecoder().decode(bytes);
  throw new XdvError({
    code: 'FILE_UNREADABLE',
    message: `${name} cannot be read: it is too large`,
    hint: 'Split the workload',
  });
};

/**
 * Reads the workload in a file, packed with gzip or not: its format is told by the ending, else by
 * the content. Gives the workload of a seed: durations that the file leaves open are drawn from it.
 * Throws FILE_UNREADABLE, FORMAT_UNKNOWN, WORKLOAD_SYNTAX with the place, and RESOURCE_EXHAUSTED.
 */
export const readWorkloadFile = (file: FileName): ((seed: number) => Workload) => {
  const text = readText(file);
  const { name } = file;
  const format = BY_ENDING[endingOf(file.path)] ?? sniff(text);
  if (format !== undefined) return (seed) => unwrap(READERS[format](text, { name, seed }));
  throw new XdvError({
    code: 'FORMAT_UNKNOWN',
    message: `${name} is no workload that can be read`,
    hint:
      'Name a log in the Standard Workload Format (.swf), a log of quantum jobs (.csv) or a ' +
      'workload of our own (.json); each may be packed (.gz)',
  });
};
