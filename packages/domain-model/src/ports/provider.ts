import type { Circuit } from '../circuit/circuit.ts';
import type { Fault, Result } from '../fault.ts';
import type { JobId, RegionId } from '../ids.ts';
import type { IsingProblem } from '../ising.ts';
import type { CalibrationContract, ProviderProfile } from './profile.ts';

/**
 * The one interface of every Q and Φ provider (XDV-011.1), simulator or hardware. Everything that
 * crosses it is plain data, so a provider may live in a worker or on another machine.
 *
 * Promises: a provider answers every request exactly once, with a result or a fault, and never
 * rejects. Requests on one region are performed in the order they were made. No answer holds an
 * amplitude or a phase (XDV-001.4, XDV-060.4, XDV-061.3). `seed` makes a simulator repeatable;
 * hardware ignores it.
 */
export interface DomainProvider {
  readonly profile: ProviderProfile;
  /** Called once before anything else. */
  init(): Promise<Result<null>>;
  /** Creates the container or envelope that later requests name. */
  requestResources(request: RegionRequest): Promise<Result<null>>;
  /** Runs a one-shot job, or evolves an open region. */
  execute(request: RunRequest): Promise<Result<ProviderResult>>;
  /** Measures a container or evaluates an envelope. */
  project(request: ProjectRequest): Promise<Result<ProviderResult>>;
  /** Destroys a region. Idempotent: a region that is already gone is not an error. */
  terminate(region: RegionId): Promise<Result<null>>;
  /** Registers who hears of faults that no request caused; returns how to unregister. */
  reportFault(listener: (fault: Fault) => void): () => void;
}

export type RegionRequest = QAllocate | PhiOpen;
export type RunRequest = QRun | QApply | QCalibrate | PhiSolve | PhiApply;
export type ProjectRequest = QMeasure | PhiEvaluate;
export type ProviderRequest = RegionRequest | RunRequest | ProjectRequest;

interface OnResource {
  readonly job: JobId;
  /** Name of the device or machine in the provider's profile. */
  readonly resource: string;
  /** Safe integer, different for every job of a run. */
  readonly seed: number;
  /** Logical time at which the job's envelope starts; 0 if absent. */
  readonly tick?: number;
}

interface OnRegion {
  readonly job: JobId;
  readonly region: RegionId;
}

/** Runs a circuit `shots` times from |0…0⟩ and counts the classical bits at the end. */
export interface QRun extends OnResource {
  readonly kind: 'q.run';
  readonly circuit: Circuit;
  readonly shots: number;
  /**
   * The error budget: a job whose predicted error, as {@link ErrorMetadata.predicted}, is above it
   * is refused with DECOHERENCE_EXCEEDED. 0 to 1; absent: any error will do.
   */
  readonly errorMax?: number;
}

/** Calibrates a device anew: the answer is the contract that counts from then on (XDV-060.2). */
export interface QCalibrate extends OnResource {
  readonly kind: 'q.calibrate';
}

/** Creates a container of `qubits` qubits in |0…0⟩. */
export interface QAllocate extends OnResource {
  readonly kind: 'q.allocate';
  readonly region: RegionId;
  readonly qubits: number;
}

/** Applies a circuit without measurements to a container. */
export interface QApply extends OnRegion {
  readonly kind: 'q.apply';
  readonly circuit: Circuit;
}

/** Measures the listed qubits of a container, collapsing it. */
export interface QMeasure extends OnRegion {
  readonly kind: 'q.measure';
  readonly qubits: readonly number[];
}

/** Solves a problem `reads` times, each in its own coherence window of `windowNs`. */
export interface PhiSolve extends OnResource {
  readonly kind: 'phi.solve';
  readonly problem: IsingProblem;
  readonly windowNs: number;
  readonly reads: number;
  /** The stability index that the contract demands, where more than the machine's own. */
  readonly stabilityMin?: number;
}

/** Creates an envelope holding the problem's couplings, all oscillators at rest. */
export interface PhiOpen extends OnResource {
  readonly kind: 'phi.open';
  readonly region: RegionId;
  readonly problem: IsingProblem;
  readonly windowNs: number;
  /** Transforms of the contract. Absent: every one of the machine. */
  readonly transforms?: readonly string[];
  /** The stability index that the contract demands, where more than the machine's own. */
  readonly stabilityMin?: number;
}

/** Applies a transform that the machine's profile lists. */
export interface PhiApply extends OnRegion {
  readonly kind: 'phi.apply';
  readonly transform: string;
  readonly params: readonly number[];
}

/** Reads the envelope out as spins, with a stability report. */
export interface PhiEvaluate extends OnRegion {
  readonly kind: 'phi.evaluate';
}

/** What a provider may return: classical results only. */
export type ProviderResult =
  | CountsResult
  | OutcomeResult
  | SamplesResult
  | CalibrationResult
  | DoneResult;

/**
 * Counts of a Q job, one row per distinct outcome, ordered by outcome as a string. An outcome is
 * written with bit 0 rightmost, as in the literature's |q_{n-1} … q_0⟩.
 */
export interface CountsResult {
  readonly kind: 'counts';
  readonly shots: number;
  readonly counts: readonly (readonly [outcome: string, count: number])[];
  /** What the calibration says of these counts; absent from a device without a contract. */
  readonly errors?: ErrorMetadata;
}

/** How far a result can be trusted (XDV-060.4): figures of the calibration, none of the state. */
export interface ErrorMetadata {
  /** Predicted probability that a shot meets an error, 0 to 1. */
  readonly predicted: number;
  /** Length of a shot as a share of the device's decoherence budget, 0 to 1. */
  readonly budgetUsed: number;
  /** The calibration contract that the job ran under. */
  readonly revision: number;
}

/** Outcomes of a measurement in the order the qubits were listed. */
export interface OutcomeResult {
  readonly kind: 'outcome';
  readonly bits: readonly (0 | 1)[];
}

/**
 * Spins read from a Φ machine, in the order they were read. A window in which lock was lost is void
 * and gives no sample, not even a part of one (XDV-033.5); where all are, the answer is
 * STABILITY_BREACH.
 */
export interface SamplesResult {
  readonly kind: 'samples';
  readonly samples: readonly PhiSample[];
  readonly stability: StabilityReport;
}

export interface PhiSample {
  /** One spin per oscillator, +1 or -1. */
  readonly spins: Int8Array;
  /** Ising energy of the spins. */
  readonly energy: number;
}

/** How well a machine held its lock (XDV-061.4). Classical metadata, no phases. */
export interface StabilityReport {
  /** Stability index at the readout, 0 to 1, 1 for perfect lock: the least of the samples. */
  readonly index: number;
  /** The index is at or above the limit of machine and contract. */
  readonly locked: boolean;
  /** Integration steps performed per read. */
  readonly steps: number;
  /** Windows that were void for want of stability; absent for none. */
  readonly voided?: number;
  /** What was reported within the last window, at the machine's interval; absent for none. */
  readonly reports?: readonly StabilityPoint[];
}

/** A stability report within a window (XDV-061.4, XDV-072.1). */
export interface StabilityPoint {
  /** Modelled time since the window began. */
  readonly atNs: number;
  readonly index: number;
  /** Rate at which the phase error spreads, in rad² per second. */
  readonly noiseGradient: number;
  /** Mean error of the frequency since the window began, in Hz. */
  readonly driftHz: number;
}

/** The most reports of one result; with more the interval between them is doubled. */
export const STABILITY_POINTS_MAX = 256;

/** The calibration contract of a device that has just been calibrated. */
export interface CalibrationResult {
  readonly kind: 'calibration';
  readonly contract: CalibrationContract;
}

/** An operation without a result. */
export interface DoneResult {
  readonly kind: 'done';
}
