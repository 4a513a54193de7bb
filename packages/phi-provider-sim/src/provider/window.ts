import {
  deriveSeed,
  STABILITY_POINTS_MAX,
  type StabilityPoint,
  type StabilityReport as Stability,
} from '@xdv/domain-model';
import {
  createStabilityMonitor,
  type StabilityMonitor,
  type StabilityReport,
} from '../coherence/index.ts';
import type { Machine } from '../engine/machines/machine.ts';
import { coherenceOf, type MachineSettings } from './model.ts';

/** Sign changes per oscillator and step from which on oscillators swing instead of deciding. */
const FLIPS_MAX = 0.5;
/** Steps after which a share of sign changes tells something. */
const FLIPS_STEPS = 100;

/** What watches one replica. */
interface Watch {
  readonly monitor: StabilityMonitor | null;
  readonly reports: StabilityReport[];
  /** Why the window is void, in words; null while it is sound. */
  breach: string | null;
}

/** The report of a machine whose phases hold as long as any window lasts. */
const steady = (atNs: number, index: number): StabilityReport => ({
  atNs,
  index,
  noiseGradient: 0,
  drift: 0,
  lockState: 'locked',
  breached: false,
});

const pointOf = ({ atNs, index, noiseGradient, drift }: StabilityReport): StabilityPoint => ({
  atNs,
  index,
  noiseGradient,
  driftHz: drift,
});

/** The uniform noise in ±a that has variance σ² has a = σ√3; two states lie π apart. */
const amplitudeOf = (variance: number): number =>
  Math.min(1, (Math.sqrt(variance) * Math.sqrt(3)) / Math.PI);

/** The least interval of reports of which not too many fit into a window. */
const intervalOf = (reportNs: number, windowNs: number): number => {
  let interval = reportNs;
  // one more report is made at the readout
  while (windowNs / interval >= STABILITY_POINTS_MAX) interval *= 2;
  return interval;
};

/**
 * Coherence windows that pass side by side, one for each replica of a machine: their phases diffuse
 * and drift while modelled time passes, and they are reported on and judged (XDV-061.4). Time
 * passes only while they are operated on. Nothing here returns a phase (XDV-061.3).
 */
export class Windows {
  readonly #machine: Machine;
  readonly #watches: readonly Watch[];
  readonly #phaseDiffusion: number;
  /** Reports are made at multiples of this, or as soon after as an operation ends. */
  readonly reportNs: number;
  #elapsedNs = 0;
  #nextNs: number;

  /** `seed` is that of the machine's start. */
  constructor(machine: Machine, settings: MachineSettings, windowNs: number, seed: number) {
    const { coherence: line } = settings;
    this.#machine = machine;
    this.#phaseDiffusion = line === undefined ? 0 : coherenceOf(line, 0).phaseDiffusion;
    this.reportNs = intervalOf(settings.reportNs, windowNs);
    this.#nextNs = this.reportNs;
    this.#watches = Array.from({ length: machine.replicas }, (_, replica) => {
      const coherence = line && coherenceOf(line, deriveSeed(seed, replica, 1));
      const monitor = coherence ? createStabilityMonitor({ coherence, indexMin: 0 }) : null;
      return { monitor, reports: [], breach: null };
    });
  }

  /** Lets `ns` of modelled time pass, with its noise, and reports if a report is due. */
  pass(ns: number): void {
    if (ns === 0) return;
    if (this.#phaseDiffusion > 0) {
      this.#machine.kick(amplitudeOf((2 * this.#phaseDiffusion * ns) / 1e9));
    }
    this.#elapsedNs += ns;
    if (this.#elapsedNs < this.#nextNs) return;
    this.#nextNs = (Math.floor(this.#elapsedNs / this.reportNs) + 1) * this.reportNs;
    for (const [replica, watch] of this.#watches.entries()) this.#observe(replica, watch);
  }

  #observe(replica: number, watch: Watch): void {
    const atNs = this.#elapsedNs;
    const { monitor, reports } = watch;
    if (atNs === (reports.at(-1)?.atNs ?? 0) || reports.length === STABILITY_POINTS_MAX) return;
    const { index, flipShare, steps } = this.#machine.figures(replica);
    const report = monitor?.observe(atNs, { index }) ?? steady(atNs, index);
    const swings = steps >= FLIPS_STEPS && flipShare > FLIPS_MAX;
    reports.push(swings ? { ...report, breached: true } : report);
    if (watch.breach !== null) return;
    if (report.breached) watch.breach = 'the phase error went beyond the tolerance';
    else if (swings) watch.breach = 'the oscillators swing in step and decide nothing';
  }

  /** What was reported of the window of a replica so far. */
  reports(replica: number): readonly StabilityReport[] {
    return this.#watches[replica]!.reports;
  }

  /** Why the window of a replica is void so far; null while it is sound. */
  breach(replica: number): string | null {
    return this.#watches[replica]!.breach;
  }

  /** The window at its readout, held to the least index that counts as locked. */
  judge(replica: number, stabilityMin: number): Stability | string {
    const watch = this.#watches[replica]!;
    this.#observe(replica, watch);
    if (watch.breach !== null) return watch.breach;
    const { index, steps } = this.#machine.figures(replica);
    if (index < stabilityMin) {
      const { reports } = watch;
      const last = reports.pop();
      if (last !== undefined) reports.push({ ...last, breached: true });
      return `the stability index is ${index}, asked for is ${stabilityMin}`;
    }
    return { index, locked: true, steps, reports: watch.reports.map(pointOf) };
  }
}
