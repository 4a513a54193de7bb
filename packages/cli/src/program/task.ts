import { basename, relative, sep } from 'node:path';
import {
  DOMAIN_SYMBOL,
  XdvError,
  type Fault,
  type ResourceProfile,
  type Value,
} from '@xdv/domain-model';
import { readGraph, readQubo } from '@xdv/phi-provider-sim/formats';
import type { Program, ProgramIdentity } from 'xdv-kernel';
import { bestKnown, type BestKnown } from '../best-known.ts';
import { graph, packGraph } from '../builtin/graph.ts';
import { qasm } from '../builtin/qasm.ts';
import { packProblem, qubo } from '../builtin/qubo.ts';
import { refused } from '../builtin/refused.ts';
import type { FileName } from '../platform/file-name.ts';
import { readText } from '../platform/read-file.ts';
import type { Present } from '../present.ts';
import { formatOf, type FileFormat } from './format.ts';
import { loadModule } from './module.ts';
import { fitProgram, readQasmFile, type Inputs, type OutcomeMeaning } from './qasm.ts';

/** What was asked for, on the command line; undefined where it was not said. */
export interface TaskOptions {
  readonly args?: Value | undefined;
  readonly shots?: number | undefined;
  readonly windowUs?: number | undefined;
  readonly reads?: number | undefined;
  readonly device?: string | undefined;
  readonly input?: Inputs | undefined;
  readonly estimate?: true | undefined;
  readonly explain?: true | undefined;
}

/** A program with its arguments, ready to be run. */
export interface Task {
  readonly format: FileFormat | 'refused';
  readonly program: Program;
  readonly args: Value;
  readonly identity: ProgramIdentity;
  readonly present?: Present | undefined;
  /** One line about what was read. */
  readonly summary: string;
  readonly best?: BestKnown | undefined;
  /** Of an OpenQASM program. */
  readonly meaning?: OutcomeMeaning | undefined;
}

const DEFAULTS = { shots: 1000, windowUs: 200, reads: 10 } as const;

/** Which options mean something for which format. */
const OPTIONS_OF: Readonly<Record<FileFormat, readonly (keyof TaskOptions)[]>> = {
  module: ['args'],
  qasm: ['shots', 'device', 'input', 'estimate', 'explain'],
  graph: ['windowUs', 'reads', 'device'],
  qubo: ['windowUs', 'reads', 'device'],
};

const FLAGS: Readonly<Record<keyof TaskOptions, string>> = {
  args: '--args',
  shots: '--shots',
  windowUs: '--window',
  reads: '--reads',
  device: '--device',
  input: '--input',
  estimate: '--estimate',
  explain: '--explain',
};

const FORMAT_NAMES: Readonly<Record<FileFormat, string>> = {
  module: 'a process module',
  qasm: 'an OpenQASM program',
  graph: 'a graph',
  qubo: 'a QUBO',
};

const checkOptions = (format: FileFormat, options: TaskOptions, { name }: FileName): void => {
  const flags = Object.keys(FLAGS) as (keyof TaskOptions)[];
  const known = OPTIONS_OF[format];
  const wrong = flags.find((key) => options[key] !== undefined && !known.includes(key));
  if (wrong === undefined) return;
  const allowed = known.map((key) => FLAGS[key]).join(', ');
  throw new XdvError({
    code: 'ARGUMENT_INVALID',
    message: `${FLAGS[wrong]} does not apply to ${name}, which is ${FORMAT_NAMES[format]}`,
    hint: `Leave it out; what applies is ${allowed}`,
  });
};

const builtin = (reference: string): ProgramIdentity => ({
  kind: 'builtin',
  reference,
  codeHash: '',
});

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

type Reader = (
  file: FileName,
  options: TaskOptions,
  resources: readonly ResourceProfile[],
) => Omit<Task, 'format'>;

const readQasmTask: Reader = (file, { shots = DEFAULTS.shots, device, input }, resources) => {
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
    program: qasm as unknown as Program,
    args: {
      circuit: circuit as unknown as Value,
      shots,
      device: device ?? null,
      budgetNs: Math.max(...budgets),
    },
    identity: builtin('qasm'),
    meaning: fitted,
    summary:
      `${file.name}: OpenQASM ${version}, ${count(read.circuit.qubits, 'qubit')}, ` +
      `${count(circuit.ops.length, 'operation')}${swaps > 0 ? `, ${count(swaps, 'swap')}` : ''}, ` +
      `${count(shots, 'shot')}`,
  };
};

const phiTerms = ({ windowUs, reads, device }: TaskOptions) => ({
  windowNs: Math.round((windowUs ?? DEFAULTS.windowUs) * 1000),
  reads: reads ?? DEFAULTS.reads,
  machine: device ?? null,
});

const windows = ({ windowNs, reads }: ReturnType<typeof phiTerms>): string =>
  `${count(reads, 'read')} of ${windowNs / 1000} µs`;

const readGraphTask: Reader = ({ path, name }, options) => {
  const read = readGraph(readText(path, name), { file: name });
  if (!read.ok) throw new XdvError(read.fault);
  const { vertices, a } = read.value;
  const terms = phiTerms(options);
  const sizes = `${count(vertices, 'vertex', 'vertices')}, ${count(a.length, 'edge')}`;
  return {
    program: graph as unknown as Program,
    args: { ...packGraph(read.value), ...terms },
    identity: builtin('graph'),
    summary: `${name}: graph, ${sizes}, ${windows(terms)}`,
    best: bestKnown(name, vertices, a.length),
  };
};

const readQuboTask: Reader = ({ path, name }, options) => {
  const read = readQubo(readText(path, name), { file: name });
  if (!read.ok) throw new XdvError(read.fault);
  const { variables, problem, offset } = read.value;
  const terms = phiTerms(options);
  return {
    program: qubo as unknown as Program,
    args: { ...packProblem(problem), offset, ...terms },
    identity: builtin('qubo'),
    summary: `${name}: QUBO, ${count(variables, 'variable')}, ${windows(terms)}`,
  };
};

const READERS = { qasm: readQasmTask, graph: readGraphTask, qubo: readQuboTask } as const;

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
  checkOptions(format, options, file);
  const task =
    format === 'module'
      ? await moduleTask(file, options, cwd)
      : READERS[format](file, options, resources);
  return { format, ...task };
};

/** What is run in place of a program that could not start. */
export const refusedTask = ({ code, message, hint }: Fault, { name }: FileName): Task => ({
  format: 'refused',
  program: refused as unknown as Program,
  args: { code, message: message.toWellFormed(), hint: hint.toWellFormed() },
  identity: builtin('refused'),
  summary: `${basename(name)}: could not start`,
});
