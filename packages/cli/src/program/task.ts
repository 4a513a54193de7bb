import { basename, relative, sep } from 'node:path';
import {
  DOMAIN_SYMBOL,
  XdvError,
  type Fault,
  type ResourceProfile,
  type Value,
} from '@xdv/domain-model';
import type { Program, ProgramIdentity } from 'xdv-kernel';
import type { BestKnown } from '../best-known.ts';
import type { FileName } from '../platform/file-name.ts';
import type { Present } from '../present.ts';
import { builtin } from '../builtin/index.ts';
import { count } from './count.ts';
import { formatOf, type FileFormat } from './format.ts';
import { loadModule } from './module.ts';
import { readProblemTask } from './problem-task.ts';
import { fitProgram, readQasmFile, type Inputs, type OutcomeMeaning } from './qasm.ts';

/** What was asked for, on the command line; undefined where it was not said. */
export interface TaskOptions {
  readonly args?: Value | undefined;
  readonly shots?: number | undefined;
  readonly windowUs?: number | undefined;
  readonly reads?: number | undefined;
  readonly device?: string | undefined;
  readonly machine?: string | undefined;
  readonly colours?: number | undefined;
  readonly plot?: string | undefined;
  readonly input?: Inputs | undefined;
  readonly estimate?: true | undefined;
  readonly explain?: true | undefined;
}

/** A program with its arguments, ready to be run. */
export interface Task {
  readonly format: TaskKind | 'refused';
  readonly program: Program;
  readonly args: Value;
  readonly identity: ProgramIdentity;
  readonly present?: Present | undefined;
  /** One line about what was read. */
  readonly summary: string;
  readonly best?: BestKnown | undefined;
  /** Names of the variables of a QUBO, in the order of its solution, if the file has any. */
  readonly labels?: readonly (string | number)[] | undefined;
  /** Whether a QUBO is an Ising problem: its variables are -1 and +1. */
  readonly spins?: boolean;
  /** Of an OpenQASM program. */
  readonly meaning?: OutcomeMeaning | undefined;
}

const SHOTS_DEFAULT = 1000;

/** What is done with a file. */
export type TaskKind = 'module' | 'qasm' | 'graph' | 'colouring' | 'qubo' | 'formula' | 'tour';

const KIND_OF: Readonly<Record<FileFormat, TaskKind>> = {
  module: 'module',
  qasm: 'qasm',
  graph: 'graph',
  dimacs: 'graph',
  qubo: 'qubo',
  qbsolv: 'qubo',
  coo: 'qubo',
  bqm: 'qubo',
  cnf: 'formula',
  tsplib: 'tour',
};

/** A graph is cut, or coloured if colours are given. */
export const kindOf = (format: FileFormat, { colours }: TaskOptions): TaskKind => {
  const kind = KIND_OF[format];
  return kind === 'graph' && colours !== undefined ? 'colouring' : kind;
};

const ON_PHI = ['windowUs', 'reads', 'machine'] as const;

/** Which options mean something for which kind. */
const OPTIONS_OF: Readonly<Record<TaskKind, readonly (keyof TaskOptions)[]>> = {
  module: ['args'],
  qasm: ['shots', 'device', 'input', 'estimate', 'explain'],
  graph: [...ON_PHI, 'colours', 'plot'],
  colouring: [...ON_PHI, 'colours'],
  qubo: [...ON_PHI, 'plot'],
  formula: ON_PHI,
  tour: ON_PHI,
};

const FLAGS: Readonly<Record<keyof TaskOptions, string>> = {
  args: '--args',
  shots: '--shots',
  windowUs: '--window',
  reads: '--reads',
  device: '--device',
  machine: '--machine',
  colours: '--colours',
  plot: '--plot',
  input: '--input',
  estimate: '--estimate',
  explain: '--explain',
};

export const KIND_NAMES: Readonly<Record<TaskKind, string>> = {
  module: 'a process module',
  qasm: 'an OpenQASM program',
  graph: 'a graph',
  colouring: 'a graph to be coloured',
  qubo: 'a QUBO',
  formula: 'a formula',
  tour: 'a tour',
};

const checkOptions = (kind: TaskKind, options: TaskOptions, { name }: FileName): void => {
  const flags = Object.keys(FLAGS) as (keyof TaskOptions)[];
  const known = OPTIONS_OF[kind];
  const wrong = flags.find((key) => options[key] !== undefined && !known.includes(key));
  if (wrong === undefined) return;
  const allowed = known.map((key) => FLAGS[key]).join(', ');
  throw new XdvError({
    code: 'ARGUMENT_INVALID',
    message: `${FLAGS[wrong]} does not apply to ${name}, which is ${KIND_NAMES[kind]}`,
    hint: `Leave it out; what applies is ${allowed}`,
  });
};

const readQasmTask = (
  file: FileName,
  { shots = SHOTS_DEFAULT, device, input }: TaskOptions,
  resources: readonly ResourceProfile[],
): Omit<Task, 'format'> => {
  const read = readQasmFile(file, input ?? {});
  const named = resources.find(({ name, domain }) => domain === 'Q' && name === device);
  const fitted = named?.domain === 'Q' ? fitProgram(read, named) : { ...read, swaps: 0 };
  const { circuit, version, swaps } = fitted;
  if (circuit.ops.length === 0) {
    const hint = 'Declare qubits, apply gates to them and measure them';
    throw new XdvError({ code: 'QASM_SYNTAX', message: `${file.name} does nothing`, hint });
  }
  const budgets = resources.map((profile) => (profile.domain === 'Q' ? profile.budgetMaxNs : 1));
  return {
    args: {
      circuit: circuit as unknown as Value,
      shots,
      device: device ?? null,
      budgetNs: Math.max(...budgets),
    },
    ...builtin('qasm'),
    meaning: fitted,
    summary:
      `${file.name}: OpenQASM ${version}, ${count(read.circuit.qubits, 'qubit')}, ` +
      `${count(circuit.ops.length, 'operation')}${swaps > 0 ? `, ${count(swaps, 'swap')}` : ''}, ` +
      `${count(shots, 'shot')}`,
  };
};

const isMap = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array);

/** Given arguments replace the module's own: field by field if both are maps. */
const mergeArgs = (standard: Value | undefined, given: Value | undefined): Value => {
  if (given === undefined) return standard ?? null;
  return isMap(standard) && isMap(given) ? { ...standard, ...given } : given;
};

/** Not checked yet: the module may declare anything. */
const domainsOf = ({ domains }: Program): string =>
  domains.map((domain) => DOMAIN_SYMBOL[domain] ?? String(domain)).join(', ');

/**
 * The program of a module, by its path from the current folder: where its trace goes is no part of
 * a run, so it cannot be seen in the head.
 */
const moduleTask = async (
  { path, name }: FileName,
  { args }: TaskOptions,
  cwd: string,
): Promise<Omit<Task, 'format'>> => {
  const { program, args: standard, present, codeHash } = await loadModule(path, name);
  const reference = relative(cwd, path).replaceAll(sep, '/');
  return {
    program,
    args: mergeArgs(standard, args),
    identity: { kind: 'module', reference, codeHash },
    present,
    summary: `${name}: process ${program.name}, domains ${domainsOf(program)}`,
  };
};

/**
 * Reads a file and makes a program of it. Throws XdvError with the fault of what is wrong with it,
 * ARGUMENT_INVALID for an option that does not apply to such a file.
 */
export const readTask = async (
  file: FileName,
  options: TaskOptions,
  cwd: string,
  resources: readonly ResourceProfile[],
): Promise<Task> => {
  const format = formatOf(file.path, file.name);
  const kind = kindOf(format, options);
  checkOptions(kind, options, file);
  if (format === 'module') return { format: kind, ...(await moduleTask(file, options, cwd)) };
  if (format === 'qasm') return { format: kind, ...readQasmTask(file, options, resources) };
  return { format: kind, ...readProblemTask(file, format, options, resources) };
};

/** What is run in place of a program that could not start. */
export const refusedTask = ({ code, message, hint }: Fault, { name }: FileName): Task => ({
  format: 'refused',
  args: { code, message: message.toWellFormed(), hint: hint.toWellFormed() },
  ...builtin('refused'),
  summary: `${basename(name)}: could not start`,
});
