import {
  deriveSeed,
  isingEnergy,
  ok,
  type IsingProblem,
  type PhiSample,
  type SamplesResult,
  type StabilityReport,
} from '@xdv/domain-model';
import {
  compileIsing,
  createMachine,
  readOut,
  type IsingProgram,
} from '../engine/index.ts';
import { breached } from './envelope.ts';
import type { History } from './history.ts';
import { stepsOf, type MachineSettings } from './model.ts';
import { quantize } from './quantize.ts';
import { at, refusedAt, type Submitted } from './refusal.ts';
import type { OnMachine } from './requests.ts';
import { Windows } from './window.ts';

/** Windows that pass side by side. */
export const BATCH = 16;

interface Batch {
  readonly samples: readonly PhiSample[];
  readonly stability: readonly StabilityReport[];
  /** Why windows were void. */
  readonly breaches: readonly string[];
}

/** Each window from rest to its readout. */
const runBatch = (
  program: IsingProgram,
  problem: IsingProblem,
  settings: MachineSettings,
  { windowNs, stabilityMin }: OnMachine,
  { seed, replicas }: { readonly seed: number; readonly replicas: number },
  history: History,
): Batch => {
  const { kind, stepNs, readoutNs } = settings;
  const machine = createMachine(program, kind, { replicas });
  machine.start(seed);
  const windows = new Windows(machine, settings, windowNs, seed);
  const steps = stepsOf(settings, windowNs);
  const stride = Math.max(1, Math.floor(windows.reportNs / stepNs));
  for (let done = 0; done < steps; done += stride) {
    const count = Math.min(stride, steps - done);
    machine.advance(count, done / steps, (done + count) / steps);
    windows.pass(count * stepNs);
  }
  windows.pass(readoutNs);
  const samples: PhiSample[] = [];
  const stability: StabilityReport[] = [];
  const breaches: string[] = [];
  for (let replica = 0; replica < replicas; replica++) {
    const report = windows.judge(replica, stabilityMin);
    history.addWindow(windows.reports(replica));
    if (typeof report === 'string') {
      breaches.push(report);
      continue;
    }
    const spins = readOut(machine, replica);
    samples.push({ spins, energy: isingEnergy(problem, spins) });
    stability.push(report);
  }
  return { samples, stability, breaches };
};

/** The least of the samples, with the reports of the last window. */
const summary = (list: readonly StabilityReport[], voided: number): StabilityReport => {
  const last = list.at(-1)!;
  const index = list.reduce((least, report) => Math.min(least, report.index), 1);
  return { ...last, index, ...(voided > 0 && { voided }) };
};

/**
 * Solves a problem in `reads` windows. Read r depends on the seed and r alone. A window that lost
 * lock gives no sample; if all did, the job ends with STABILITY_BREACH (XDV-033.5).
 */
export const solve = (
  job: OnMachine,
  reads: number,
  settings: MachineSettings,
  history: History,
): Submitted<SamplesResult> => {
  const { problem, seed } = job;
  const program = at('receive', compileIsing(quantize(problem, settings.phaseBits)));
  if (!program.ok) return program;
  const batches: Batch[] = [];
  for (let first = 0; first < reads; first += BATCH) {
    const replicas = Math.min(BATCH, reads - first);
    const part = { seed: deriveSeed(seed, first / BATCH), replicas };
    batches.push(runBatch(program.value, problem, settings, job, part, history));
  }
  const samples = batches.flatMap((batch) => batch.samples);
  const [breach] = batches.flatMap((batch) => batch.breaches);
  if (samples.length === 0) return refusedAt('stability', breached(breach!));
  const list = batches.flatMap((batch) => batch.stability);
  const stability = summary(list, reads - samples.length);
  return ok({ kind: 'samples', samples, stability });
};
