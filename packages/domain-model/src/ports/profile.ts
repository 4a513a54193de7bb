import type { GateName } from '../circuit/gates.ts';

/**
 * What a Q device was last measured to do (XDV-060.2). Times in nanoseconds, probabilities in 0..1.
 * Recorded in the trace, because durations and admission follow from it.
 */
export interface QCalibration {
  readonly gate1Ns: number;
  readonly gate2Ns: number;
  readonly measureNs: number;
  readonly resetNs: number;
  /** From the end of a measurement to the start of a gate conditioned on it. */
  readonly feedForwardNs: number;
  readonly qubits: readonly QubitCalibration[];
  /** Probability of a uniformly random Pauli error after each gate on one and on two qubits. */
  readonly gate1Error: number;
  readonly gate2Error: number;
  /** Pairs whose two-qubit gates differ from `gate2Ns` and `gate2Error`. */
  readonly couplings?: readonly CouplingCalibration[];
}

export interface QubitCalibration {
  /** Energy relaxation time. Infinity: never. */
  readonly t1Ns: number;
  /** Phase coherence time, at most 2 T1. */
  readonly t2Ns: number;
  /** Probability of reading 1 when the state is 0. */
  readonly read1Given0: number;
  /** Probability of reading 0 when the state is 1. */
  readonly read0Given1: number;
  /** Error of single-qubit gates on this qubit where it differs from `gate1Error`. */
  readonly gateError?: number;
}

/** Two-qubit gates of one pair, in either direction. */
export interface CouplingCalibration {
  readonly pair: readonly [number, number];
  readonly ns: number;
  readonly error: number;
}

/**
 * How long a calibration counts, in ticks of logical time (XDV-060.2). A job whose envelope does
 * not lie within [fromTick, untilTick) is refused with CALIBRATION_INVALID.
 */
export interface CalibrationTerm {
  /** Counts the calibrations of a device, from 1. */
  readonly revision: number;
  readonly fromTick: number;
  readonly untilTick: number;
  /** What the provider answers for until then: no error rate of the device exceeds these. */
  readonly bounds: CalibrationBounds;
}

export interface CalibrationBounds {
  readonly gate1ErrorMax: number;
  readonly gate2ErrorMax: number;
  readonly readoutErrorMax: number;
  readonly t1MinNs: number;
  readonly t2MinNs: number;
}

/** A calibration and its term: what a provider issues when it has calibrated a device. */
export interface CalibrationContract {
  readonly calibration: QCalibration;
  readonly term: CalibrationTerm;
}

/** A gate as a device performs it: a base gate with exactly this many controls. */
export interface NativeGate {
  readonly gate: GateName;
  readonly controls: number;
}

/** A Q device as its provider declares it (XDV-060.1). */
export interface QDeviceProfile {
  readonly domain: 'Q';
  readonly name: string;
  readonly qubits: number;
  readonly gates: readonly GateName[];
  readonly calibration: QCalibration;
  /** When the calibration counts. Absent: for ever. */
  readonly term?: CalibrationTerm;
  /** Modelled time that calibrating takes. Absent: a millisecond. */
  readonly calibrateNs?: number;
  /** The longest a container or a shot may last: the device's decoherence limit. */
  readonly budgetMaxNs: number;
  /** `false`: it keeps no state between requests, so it has no containers. */
  readonly containers?: false;
  /** Pairs of qubits that gates may act on together. Absent: every set of qubits. */
  readonly couplings?: readonly (readonly [number, number])[];
  /** What it performs, of `gates`. Absent: each of them with any number of controls. */
  readonly native?: readonly NativeGate[];
  /** Identity of the firmware or model behind the device, in hexadecimal. */
  readonly firmware?: string;
}

/** How long the phases of a machine hold (XDV-061.1). */
export interface PhiCoherence {
  /** Time after which the phases of undisturbed oscillators have kept 1/e of their order. */
  readonly coherenceTimeNs: number;
  /** How fast the frame in which phases are read drifts away. */
  readonly driftHzPerS: number;
  /** The phase error, as a standard deviation, up to which a window is sound. */
  readonly toleranceRad: number;
}

/** A Φ machine as its provider declares it (XDV-061.1). */
export interface PhiMachineProfile {
  readonly domain: 'Phi';
  readonly name: string;
  readonly oscillators: number;
  /** The longest coherence window the machine sustains. */
  readonly windowMaxNs: number;
  /** Modelled time of one round trip or integration step of the dynamics. */
  readonly stepNs: number;
  /** Modelled time to read the oscillators out, part of the window. */
  readonly readoutNs: number;
  /** Named transforms that an open envelope accepts, with their modelled time (XDV-033.2). */
  readonly transforms: readonly PhiTransformProfile[];
  /** Absent: phases hold for as long as any window lasts. */
  readonly coherence?: PhiCoherence;
  /** The stability index below which lock counts as lost, 0 to 1. Absent: it never is. */
  readonly stabilityMin?: number;
  /** Modelled time between two stability reports within a window (XDV-061.4). Absent: none. */
  readonly reportNs?: number;
  /** Envelopes that may be open at a time. Absent: as many as fit its memory. */
  readonly envelopesMax?: number;
  /** Resolution of couplings and phases, in bits. Absent: that of a double. */
  readonly phaseBits?: number;
  /** Identity of the firmware or model behind the machine, in hexadecimal. */
  readonly firmware?: string;
}

/**
 * A named phase operation (XDV-033.2): takes the oscillators of an envelope and numbers in their
 * ranges, leaves the oscillators. What it may do to phases is its name's meaning and nothing else;
 * the provider checks after each use that this is so (TRANSFORM_CORRUPTED).
 */
export interface PhiTransformProfile {
  readonly name: string;
  readonly ns: number;
  /** Names of its numeric parameters with their inclusive range. */
  readonly params: readonly { readonly name: string; readonly min: number; readonly max: number }[];
}

export type ResourceProfile = QDeviceProfile | PhiMachineProfile;

/** Who serves a domain, and with what. Plain data: it is written into every trace header. */
export interface ProviderProfile {
  readonly id: string;
  readonly version: string;
  readonly domain: 'Q' | 'Phi';
  readonly resources: readonly ResourceProfile[];
}
