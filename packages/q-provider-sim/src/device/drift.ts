import type { CouplingCalibration, QCalibration, QubitCalibration } from '@xdv/domain-model';
import { FLUCTUATION_MAX, meanReverting, telegraph } from './fluctuation.ts';
import { boundsOf, type DeviceTruth } from './truth.ts';

/** How one figure of a device wanders about its mean. */
export interface Wander {
  /** Standard deviation of its natural logarithm. */
  readonly spread: number;
  /** Time after which its correlation has fallen to 1/e, in ticks. */
  readonly relaxTicks: number;
}

/** A two-level defect that now and then comes into resonance with a qubit. */
export interface Defect {
  /** Share of the time in resonance. */
  readonly share: number;
  /** T1 is this many times shorter then. */
  readonly factor: number;
  readonly relaxTicks: number;
}

export interface DriftOptions {
  /** Safe integer; the same seed gives the same history. */
  readonly seed: number;
  /** The device changes once in so many ticks, an hour of 1 µs ticks by default. */
  readonly stepTicks?: number;
  readonly t1?: Wander;
  /** Of the pure dephasing time 1 / (1/T2 - 1/2T1). */
  readonly dephasing?: Wander;
  readonly readout?: Wander;
  readonly gates?: Wander;
  readonly defect?: Defect;
}

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

/**
 * Fitted to 181 daily calibrations of ibm_perth in 2023: medians over its elements of the robust
 * spread and of the correlation from one day to the next. T1 was below 0.45 of its median on 6.4 %
 * of days, on 38 % of the days after such a day, by a factor of 3.6. That such jumps are two-level
 * defects, with switching rates below a millihertz: Klimov et al., Physical Review Letters 121,
 * 090502 (2018); Burnett et al., npj Quantum Information 5, 54 (2019).
 */
export const TRANSMON_DRIFT: Required<Omit<DriftOptions, 'seed'>> = {
  stepTicks: HOUR,
  t1: { spread: 0.25, relaxTicks: 0.8 * DAY },
  dephasing: { spread: 0.21, relaxTicks: 1.1 * DAY },
  readout: { spread: 0.2, relaxTicks: 5 * DAY },
  gates: { spread: 0.22, relaxTicks: 1.8 * DAY },
  defect: { share: 0.064, factor: 3.6, relaxTicks: 0.9 * DAY },
};

/** Longest memory of a process, in steps: bounds the time that one answer takes. */
const RELAX_STEPS_MAX = 1_000;

const within = (name: string, value: number, min: number, max: number): void => {
  if (value >= min && value <= max) return;
  throw new RangeError(`drift ${name} must be ${min} to ${max}, got ${value}`);
};

const checkRelax = (name: string, relaxTicks: number, stepTicks: number): void =>
  within(`${name}.relaxTicks`, relaxTicks, stepTicks, RELAX_STEPS_MAX * stepTicks);

const checkDrift = (options: Required<DriftOptions>): void => {
  const { seed, stepTicks, defect } = options;
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`drift seed must be a safe integer, got ${seed}`);
  }
  if (!Number.isSafeInteger(stepTicks) || stepTicks < 1) {
    throw new RangeError(`drift stepTicks must be a whole number from 1, got ${stepTicks}`);
  }
  for (const name of ['t1', 'dephasing', 'readout', 'gates'] as const) {
    within(`${name}.spread`, options[name].spread, 0, 1);
    checkRelax(name, options[name].relaxTicks, stepTicks);
  }
  within('defect.share', defect.share, 0, 1);
  within('defect.factor', defect.factor, 1, 1_000);
  checkRelax('defect', defect.relaxTicks, stepTicks);
};

/** What multiplies a figure at a step. */
type Factor = (step: number) => number;
type Options = Required<DriftOptions>;

const factorOf = ({ seed, stepTicks }: Options, series: number, wander: Wander): Factor => {
  const process = meanReverting(seed, series, wander.relaxTicks / stepTicks);
  return (step) => Math.exp(wander.spread * process(step));
};

/** Pure dephasing time: Infinity where T2 = 2 T1. */
const dephasingNs = ({ t1Ns, t2Ns }: QubitCalibration): number =>
  1 / Math.max(0, 1 / t2Ns - 0.5 / t1Ns);

/** A qubit with its times and errors multiplied. T2 follows from T1 and pure dephasing. */
const scaleQubit = (
  qubit: QubitCalibration,
  t1: number,
  dephasing: number,
  readout: number,
  gate: number,
): QubitCalibration => {
  const t1Ns = qubit.t1Ns * t1;
  const scaled: QubitCalibration = {
    t1Ns,
    t2Ns: Math.min(2 * t1Ns, 1 / (0.5 / t1Ns + 1 / (dephasingNs(qubit) * dephasing))),
    // an error of one half says nothing about the state
    read1Given0: Math.min(qubit.read1Given0 * readout, Math.max(0.5, qubit.read1Given0)),
    read0Given1: Math.min(qubit.read0Given1 * readout, Math.max(0.5, qubit.read0Given1)),
  };
  if (qubit.gateError === undefined) return scaled;
  return { ...scaled, gateError: Math.min(1, qubit.gateError * gate) };
};

/** Series of qubit q are 5 q to 5 q + 4, those of the couplings follow. */
const SERIES_PER_QUBIT = 5;

const driftQubit = (
  qubit: QubitCalibration,
  q: number,
  options: Options,
): ((step: number) => QubitCalibration) => {
  const { seed, stepTicks, defect } = options;
  const first = SERIES_PER_QUBIT * q;
  const t1 = factorOf(options, first, options.t1);
  const dephasing = factorOf(options, first + 1, options.dephasing);
  const readout = factorOf(options, first + 2, options.readout);
  const gate = factorOf(options, first + 3, options.gates);
  const resonant = telegraph(seed, first + 4, defect.relaxTicks / stepTicks, defect.share);
  return (step) => {
    const loss = resonant(step) ? defect.factor : 1;
    return scaleQubit(qubit, t1(step) / loss, dephasing(step), readout(step), gate(step));
  };
};

const scaleCoupling = (coupling: CouplingCalibration, factor: number): CouplingCalibration => ({
  ...coupling,
  error: Math.min(1, coupling.error * factor),
});

/** Everything at its worst: what the processes cannot exceed. */
const worst = (calibration: QCalibration, options: Options): QCalibration => {
  const { t1, dephasing, readout, gates, defect } = options;
  const most = ({ spread }: Wander): number => Math.exp(FLUCTUATION_MAX * spread);
  const least = 1 / (most(t1) * defect.factor);
  return {
    ...calibration,
    qubits: calibration.qubits.map((qubit) =>
      scaleQubit(qubit, least, 1 / most(dephasing), most(readout), most(gates)),
    ),
    couplings: (calibration.couplings ?? []).map((each) => scaleCoupling(each, most(gates))),
  };
};

/**
 * A device that starts as `calibration` says at tick 0 and wanders from there (XDV-060.2): T1, pure
 * dephasing, readout and gate errors of every qubit and coupling are mean-reverting in their
 * logarithms about the calibration, and defects come and go that shorten T1. Errors of gates
 * without a calibration of their own, and all times of gates, stay. Frequencies are not modelled:
 * they are tracked, and what is left of them is dephasing.
 *
 * A pure function of seed and tick: any tick in any order gives the same figures. Time ∝ steps
 * since tick 0, at most 20 relaxation times, for every qubit and coupling; the last step asked for
 * is remembered. Throws RangeError for an option out of range.
 */
export const drifting = (calibration: QCalibration, options: DriftOptions): DeviceTruth => {
  const all: Options = { ...TRANSMON_DRIFT, ...options };
  checkDrift(all);
  const { qubits, couplings } = calibration;
  const moving = qubits.map((qubit, q) => driftQubit(qubit, q, all));
  const first = SERIES_PER_QUBIT * qubits.length;
  const factors = couplings?.map((_, k) => factorOf(all, first + k, all.gates));
  const moved = (step: number): QCalibration => ({
    ...calibration,
    qubits: moving.map((qubit) => qubit(step)),
    ...(couplings && {
      couplings: couplings.map((each, k) => scaleCoupling(each, factors![k]!(step))),
    }),
  });
  let last = { step: 0, state: calibration };
  return {
    at: (tick) => {
      const step = Math.floor(tick / all.stepTicks);
      // the start as it was given, not to the last bit but one
      if (step !== last.step) last = { step, state: step === 0 ? calibration : moved(step) };
      return last.state;
    },
    bounds: boundsOf(worst(calibration, all)),
  };
};
