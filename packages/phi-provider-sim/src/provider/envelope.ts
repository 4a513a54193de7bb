import {
  fail,
  isingEnergy,
  ok,
  type DoneResult,
  type Failure,
  type JobId,
  type Result,
  type SamplesResult,
} from '@xdv/domain-model';
import { compileIsing, createMachine, type IsingProgram, type Machine } from '../engine/index.ts';
import { corrupts, hardwareFailure } from './failures.ts';
import type { History } from './history.ts';
import type { MachineSettings } from './model.ts';
import { quantize } from './quantize.ts';
import { refusedAt, type Refusal, type Submitted } from './refusal.ts';
import type { OnMachine } from './requests.ts';
import { performChecked, type Transform } from './transforms.ts';
import { Windows } from './window.ts';

/**
 * An open coherence window behind its operations. Phases are private: nothing here returns one
 * (XDV-061.3). Time passes only while it is operated on; what does not fit the rest of the
 * window is refused and changes nothing (XDV-033.1). After a breach or a transform that went wrong
 * it is void: every later operation is refused with the same fault (XDV-033.5).
 */
export interface Envelope {
  /** COHERENCE_VIOLATION unless the transform and a readout after it still fit. */
  apply(job: JobId, transform: Transform, params: readonly number[]): Submitted<DoneResult>;
  /** Reads the spins of this moment. COHERENCE_VIOLATION if no readout fits any more. */
  evaluate(job: JobId): Submitted<SamplesResult>;
  /** Stops it for good: what it reported goes into the history of the machine. */
  stop(): void;
}

const HINT = 'Take a longer window if it had no time to lock, a shorter one if phases did not hold';

export const breached = (why: string): Failure =>
  fail('STABILITY_BREACH', why, HINT);

class OpenEnvelope implements Envelope {
  readonly #job: OnMachine;
  readonly #settings: MachineSettings;
  readonly #history: History;
  readonly #machine: Machine;
  readonly #windows: Windows;
  #leftNs: number;
  #voided: Failure | undefined;

  constructor(job: OnMachine, settings: MachineSettings, history: History, program: IsingProgram) {
    const { windowNs, seed } = job;
    this.#job = job;
    this.#settings = settings;
    this.#history = history;
    this.#machine = createMachine(program, settings.kind);
    this.#machine.start(seed);
    this.#windows = new Windows(this.#machine, settings, windowNs, seed);
    this.#leftNs = windowNs;
  }

  apply(job: JobId, transform: Transform, params: readonly number[]): Submitted<DoneResult> {
    const refusal = this.#refused(job);
    if (refusal !== undefined) return refusal;
    const { stepNs, readoutNs } = this.#settings;
    const ns = transform.steps * stepNs;
    if (ns + readoutNs > this.#leftNs) {
      const needed = `${transform.name} takes ${ns} ns and the readout after it ${readoutNs} ns`;
      return this.#exceeded(needed);
    }
    this.#leftNs -= ns;
    if (!this.#perform(job, transform, params)) {
      const message = `${transform.name} moved phases that it may not move`;
      const hint = 'Open a new envelope; if it happens again, take the machine out of use';
      return this.#giveUp('transform', fail('TRANSFORM_CORRUPTED', message, hint));
    }
    this.#windows.pass(ns);
    const breach = this.#windows.breach(0);
    if (breach !== null) return this.#giveUp('stability', breached(breach));
    return ok({ kind: 'done' });
  }

  evaluate(job: JobId): Submitted<SamplesResult> {
    const refusal = this.#refused(job);
    if (refusal !== undefined) return refusal;
    const { readoutNs } = this.#settings;
    if (readoutNs > this.#leftNs) return this.#exceeded(`a readout takes ${readoutNs} ns`);
    this.#leftNs -= readoutNs;
    this.#windows.pass(readoutNs);
    const { problem, stabilityMin } = this.#job;
    const stability = this.#windows.judge(0, stabilityMin);
    if (typeof stability === 'string') return this.#giveUp('stability', breached(stability));
    const spins = this.#machine.read(0);
    const sample = { spins, energy: isingEnergy(problem, spins) };
    return ok({ kind: 'samples', samples: [sample], stability });
  }

  stop(): void {
    this.#history.addWindow(this.#windows.reports(0));
  }

  /** Performs a transform, and says whether it did what it may do and nothing else. */
  #perform(job: JobId, transform: Transform, params: readonly number[]): boolean {
    const machine = this.#machine;
    const before = machine.figures(0).index;
    const wrong = corrupts(this.#settings.failures, job);
    const intact = performChecked(machine, transform, params, wrong);
    this.#history.addTransform({ before, after: machine.figures(0).index });
    return intact;
  }

  #refused(job: JobId): Refusal | undefined {
    if (this.#voided !== undefined) return refusedAt('envelope', this.#voided);
    const broken = hardwareFailure(this.#settings.failures, job);
    return broken && refusedAt('execute', broken);
  }

  #exceeded(needed: string): Refusal {
    const message = `${needed}; ${this.#leftNs} of ${this.#job.windowNs} ns are left`;
    const hint = 'Open a longer window or do less in it';
    return refusedAt('window', fail('COHERENCE_VIOLATION', message, hint));
  }

  #giveUp(step: 'transform' | 'stability', failure: Failure): Refusal {
    this.#voided = failure;
    return refusedAt(step, failure);
  }
}

/** Opens a window on a machine: oscillators at rest. Fails with PROBLEM_INVALID. */
export const openEnvelope = (
  job: OnMachine,
  settings: MachineSettings,
  history: History,
): Result<Envelope> => {
  const program = compileIsing(quantize(job.problem, settings.phaseBits));
  return program.ok ? ok(new OpenEnvelope(job, settings, history, program.value)) : program;
};
