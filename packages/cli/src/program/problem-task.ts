import {
  isingProblem,
  unwrap,
  XdvError,
  type Graph,
  type IsingProblem,
  type PhiMachineProfile,
  type ResourceProfile,
  type Value,
} from '@xdv/domain-model';
import {
  readProblem,
  readQubo,
  type CnfFormula,
  type FileProblem,
  type ProblemFormat,
  type QuadraticModel,
  type TourProblem,
} from '@xdv/phi-provider-sim/formats';
import { qubo as encodeQubo } from '@xdv/phi-provider-sim/problems';
import { bestKnown } from '../best-known.ts';
import type { PhiTerms } from '../builtin/decode.ts';
import { packClauses } from '../builtin/formula.ts';
import { packGraph } from '../builtin/graph.ts';
import { packProblem } from '../builtin/qubo.ts';
import { packDistances } from '../builtin/tour.ts';
import type { FileName } from '../platform/file-name.ts';
import { readText } from '../platform/read-file.ts';
import { builtin } from '../builtin/index.ts';
import { count } from './count.ts';
import type { Task, TaskOptions } from './task.ts';

/** What a built-in process needs for a problem, before it is said how to use a machine. */
export interface ReadProblem extends Omit<Task, 'format'> {
  readonly args: { readonly [name: string]: Value };
}

const DEFAULTS = { windowUs: 200, reads: 10 } as const;

/** The Φ machine of a name. Throws ARGUMENT_INVALID naming those that there are. */
const machineNamed = (resources: readonly ResourceProfile[], name: string): PhiMachineProfile => {
  const machines = resources.filter((resource) => resource.domain === 'Phi');
  const found = machines.find((machine) => machine.name === name);
  if (found !== undefined) return found;
  const names = machines.map((machine) => machine.name).join(', ');
  throw new XdvError({
    code: 'ARGUMENT_INVALID',
    message: `there is no Φ machine ${name}`,
    hint: `Name one of ${names}`,
  });
};

/** The window that was asked for, else the usual one, or the longest of a machine with less. */
const phiTerms = (
  { windowUs, reads, machine }: TaskOptions,
  resources: readonly ResourceProfile[],
): PhiTerms => {
  const windowMaxNs = machine ? machineNamed(resources, machine).windowMaxNs : Infinity;
  const usualNs = Math.min(DEFAULTS.windowUs * 1000, windowMaxNs);
  return {
    windowNs: windowUs === undefined ? usualNs : Math.round(windowUs * 1000),
    reads: reads ?? DEFAULTS.reads,
    machine: machine ?? null,
  };
};

const windows = ({ windowNs, reads }: PhiTerms): string =>
  `${count(reads, 'read')} of ${windowNs / 1000} µs`;

const sizesOf = ({ vertices, a }: Graph): string =>
  `${count(vertices, 'vertex', 'vertices')}, ${count(a.length, 'edge')}`;

const graphTask = (name: string, edges: Graph): ReadProblem => ({
  args: packGraph(edges),
  ...builtin('graph'),
  summary: `${name}: graph, ${sizesOf(edges)}`,
  best: bestKnown(name, edges.vertices, edges.a.length),
});

const colouringTask = (name: string, edges: Graph, colours: number): ReadProblem => ({
  args: { ...packGraph(edges), colours },
  ...builtin('colouring'),
  summary: `${name}: graph, ${sizesOf(edges)}, ${count(colours, 'colour')}`,
});

/** With x = 0 or 1 as the builder has it; spins as they are, with weights negated. */
const isingOf = (model: QuadraticModel): { problem: IsingProblem; offset: number } => {
  const { variables, entries, offset } = model;
  if (model.vartype === 'BINARY') return unwrap(encodeQubo(model));
  const field = new Float64Array(variables);
  for (const [i, j, weight] of entries) if (i === j) field[i]! -= weight;
  const joins = entries.filter(([i, j]) => i !== j);
  const couplings = joins.map(([i, j, weight]) => [i, j, -weight] as const);
  return { problem: isingProblem(variables, couplings, field), offset };
};

const quadraticTask = (name: string, model: QuadraticModel): ReadProblem => {
  const { problem, offset } = isingOf(model);
  const spins = model.vartype === 'SPIN';
  const what = spins ? 'Ising problem' : 'QUBO';
  return {
    args: { ...packProblem(problem), offset },
    ...builtin('qubo'),
    summary: `${name}: ${what}, ${count(model.variables, 'variable')}`,
    labels: model.labels,
    spins,
  };
};

/** BiqMac's own form: x'Qx of half a symmetric matrix. */
const biqmacTask = ({ path, name }: FileName): ReadProblem => {
  const read = readQubo(readText(path, name), { file: name });
  if (!read.ok) throw new XdvError(read.fault);
  const { variables, problem, offset } = read.value;
  return {
    args: { ...packProblem(problem), offset },
    ...builtin('qubo'),
    summary: `${name}: QUBO, ${count(variables, 'variable')}`,
  };
};

const formulaTask = (name: string, cnf: CnfFormula): ReadProblem => {
  const { variables, clauses } = cnf;
  const sizes = `${count(variables, 'variable')}, ${count(clauses.length, 'clause')}`;
  return {
    args: { variables, clauses: packClauses(clauses) },
    ...builtin('formula'),
    summary: `${name}: formula, ${sizes}`,
  };
};

const tourTask = (name: string, problem: TourProblem): ReadProblem => {
  const { cities, distances } = problem;
  return {
    args: { cities, distances: packDistances(distances) },
    ...builtin('tour'),
    summary: `${name}: tour, ${count(cities, 'city', 'cities')}`,
  };
};

const taskOf = (
  name: string,
  problem: FileProblem,
  colours: number | undefined,
): ReadProblem => {
  switch (problem.kind) {
    case 'graph':
      return colours === undefined
        ? graphTask(name, problem.graph)
        : colouringTask(name, problem.graph, colours);
    case 'quadratic':
      return quadraticTask(name, problem.model);
    case 'formula':
      return formulaTask(name, problem.formula);
    case 'tour':
      return tourTask(name, problem.tour);
  }
};

/** Reads a problem from a file. Throws XdvError with the fault of what is wrong with it. */
export const readProblemFile = (
  file: FileName,
  format: ProblemFormat,
  colours: number | undefined,
): ReadProblem => {
  if (format === 'qubo') return biqmacTask(file);
  const { path, name } = file;
  const read = readProblem(readText(path, name), { file: name, format });
  if (!read.ok) throw new XdvError(read.fault);
  return taskOf(name, read.value, colours);
};

/** Reads a problem for a Φ machine. Throws XdvError with the fault of what is wrong with it. */
export const readProblemTask = (
  file: FileName,
  format: ProblemFormat,
  options: TaskOptions,
  resources: readonly ResourceProfile[],
): ReadProblem => {
  const terms = phiTerms(options, resources);
  const { args, summary, ...task } = readProblemFile(file, format, options.colours);
  return { ...task, args: { ...args, ...terms }, summary: `${summary}, ${windows(terms)}` };
};
