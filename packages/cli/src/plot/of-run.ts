import {
  deriveSeed,
  invariant,
  unwrap,
  type IsingProblem,
  type PhiMachineProfile,
  type PhiSolve,
} from '@xdv/domain-model';
import { STANDARD_MACHINES, stepsOf } from '@xdv/phi-provider-sim';
import { compileIsing, createMachine, type MachineKind } from '@xdv/phi-provider-sim/engine';
import type { GraphResult } from '../builtin/graph.ts';
import type { QuboResult } from '../builtin/qubo.ts';
import type { Task } from '../program/task.ts';
import { drawable, drawingPanel } from './drawing-panel.ts';
import { energyPanel, type Mark } from './energy-panel.ts';
import { matrixPanel } from './matrix-panel.ts';
import { observeRead, type ObservedRead } from './observe.ts';
import { planePanel, tracksPanel } from './oscillator-panels.ts';
import type { Parts } from './parts.ts';
import type { Picture } from './picture.ts';
import { showNumber } from './style.ts';
import { lineText } from './svg.ts';

/** A run of a graph or a QUBO that has ended well, and where its problem went. */
export interface PlottedRun {
  readonly task: Task;
  readonly result: unknown;
  readonly job: PhiSolve;
  readonly machine: PhiMachineProfile;
  /** Name of the file. */
  readonly name: string;
  readonly seed: number;
}

const KIND_NAMES: Readonly<Record<MachineKind, string>> = {
  asb: 'Adiabatic simulated bifurcation',
  bsb: 'Ballistic simulated bifurcation',
  dsb: 'Discrete simulated bifurcation',
  cac: 'Chaotic amplitude control',
  oim: 'Oscillators under a second harmonic',
};

/** Characters of a file name in a title. */
const NAME_MAX = 50;

/** What a picture says about a problem and its answer. */
interface Answer {
  readonly what: string;
  readonly size: string;
  readonly found: string;
  /** The value in the user's terms that an energy is. */
  readonly valueOf: (energy: number) => string;
  readonly marks: readonly Mark[];
  readonly parts: Parts;
}

const totalOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const readsText = (count: number): string => (count === 1 ? 'of one read' : `of ${count} reads`);

const edgesOf = ({ spins, a, b }: IsingProblem) => ({ vertices: spins, a, b });

const graphAnswer = ({ task, result, job: { problem } }: PlottedRun): Answer => {
  const { cut, cuts, sides } = result as GraphResult;
  const total = -totalOf(problem.coupling);
  // H = total weight - 2 cut, for couplings that are negated weights
  const energyOf = (value: number): number => total - 2 * value;
  const known = task.best;
  const share = known && ((100 * cut) / known.cut).toFixed(2);
  const marks = [{ name: 'best read', energy: energyOf(cut) }];
  if (known) marks.push({ name: 'best known', energy: energyOf(known.cut) });
  return {
    what: 'maximum cut',
    size: `${showNumber(problem.spins)} vertices, ${showNumber(problem.a.length)} edges`,
    found:
      `cut ${showNumber(cut)}, the best ${readsText(cuts.length)}` +
      (known ? `: ${share} % of the best known, ${showNumber(known.cut)}` : ''),
    valueOf: (energy) => `cut ${showNumber((total - energy) / 2)}`,
    marks,
    parts: {
      ...edgesOf(problem),
      title: `The cut: ${showNumber(cut)}`,
      side: sides,
      partNames: ['part 0', 'part 1'],
      counted: 'between',
      countedName: 'edge cut',
      otherName: 'edge not cut',
      countedText: 'edges are cut',
      vertexName: 'vertices',
    },
  };
};

/** How the solution of a QUBO is drawn: which entries count for its value. */
const QUBO_PARTS = {
  partNames: ['x = 0', 'x = 1'],
  counted: 'inside',
  countedName: 'entry that counts (both 1)',
  otherName: 'other entry',
  countedText: 'entries count',
  vertexName: 'variables',
} as const;

/** How the solution of an Ising problem is drawn. */
const ISING_PARTS = {
  partNames: ['spin -1', 'spin +1'],
  counted: 'between',
  countedName: 'unlike spins',
  otherName: 'like spins',
  countedText: 'couplings join unlike spins',
  vertexName: 'spins',
} as const;

const quboAnswer = ({ task, result, job: { problem } }: PlottedRun): Answer => {
  const { value, values, x } = result as QuboResult;
  const { offset } = task.args as { readonly offset: number };
  const parts = task.spins ? ISING_PARTS : QUBO_PARTS;
  const { spins, a } = problem;
  return {
    what: task.spins ? 'ground state' : 'least value',
    size: `${showNumber(spins)} ${parts.vertexName}, ${showNumber(a.length)} couplings`,
    found: `value ${showNumber(value)}, the best ${readsText(values.length)}`,
    valueOf: (energy) => `value ${showNumber(energy + offset)}`,
    marks: [{ name: 'best read', energy: value - offset }],
    parts: {
      ...edgesOf(problem),
      ...parts,
      title: `The solution: value ${showNumber(value)}`,
      side: x,
    },
  };
};

/** The first read of the run again, this time with somebody who looks. */
const observe = ({ job, machine }: PlottedRun): ObservedRead => {
  const model = STANDARD_MACHINES.find(({ name }) => name === machine.name);
  invariant(model !== undefined, 'a picture is of a machine that the simulator has');
  const engine = createMachine(unwrap(compileIsing(job.problem)), model.kind);
  return observeRead(engine, job.problem, deriveSeed(job.seed, 0), stepsOf(machine, job.windowNs));
};

const captionOf = (run: PlottedRun, answer: Answer, read: ObservedRead): readonly string[] => {
  const steps = `${showNumber(read.steps)} steps of ${run.machine.stepNs} ns a read`;
  const end = answer.valueOf(read.energies.at(-1)!);
  return [
    `${answer.size} · ${answer.found}`,
    `${KIND_NAMES[read.kind]}, ${steps} · ` +
      `One read observed in the simulator, seed ${run.seed}: it ends at ${end}`,
  ];
};

/** A file name of which a title has room for the end. */
const shortName = (name: string): string => {
  const text = lineText(name);
  return text.length > NAME_MAX ? `…${text.slice(-NAME_MAX)}` : text;
};

/**
 * A run of a graph or a QUBO as a picture: what one read did from start to end, and the answer of
 * the whole run. The read is performed again, by the engine of the simulator alone.
 */
export const pictureOf = (run: PlottedRun): Picture => {
  const { task, machine, name } = run;
  const answer = (task.format === 'graph' ? graphAnswer : quboAnswer)(run);
  const read = observe(run);
  const { parts } = answer;
  return {
    title: `${shortName(name)}: ${answer.what} on the Φ machine ${machine.name}`,
    caption: captionOf(run, answer, read),
    panels: [
      energyPanel(read, machine.stepNs, answer.marks),
      tracksPanel(read, machine.stepNs),
      planePanel(read),
      drawable(parts) ? drawingPanel(parts) : matrixPanel(parts),
    ],
  };
};
