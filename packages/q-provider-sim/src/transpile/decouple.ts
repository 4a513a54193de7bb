import {
  gateTimes,
  type CircuitOp,
  type GateName,
  type GateOp,
  type QCalibration,
} from '@xdv/domain-model';
import { matrixOf } from './matrix.ts';
import type { Synthesize } from './one-qubit.ts';
import { delay, type Waiting } from './schedule.ts';
import { globalPhase } from './two-qubit.ts';

/** Pulses that a waiting qubit gets. */
export type Decoupling = 'x2' | 'xy4';

/** Their product is the identity, up to a phase. */
const PULSES: Readonly<Record<Decoupling, readonly GateName[]>> = {
  x2: ['x', 'x'],
  xy4: ['x', 'y', 'x', 'y'],
};
/** (Y X)² = -1. */
const PHASE: Readonly<Record<Decoupling, number>> = { x2: 0, xy4: Math.PI };

/**
 * The gaps before, between and after `pulses` of `length` nanoseconds in a wait of `ns`: equal, to
 * the nanosecond, and half as long at the ends (Carr and Purcell 1954).
 */
const gapsOf = (ns: number, pulses: number, length: number): readonly number[] => {
  const idle = ns - pulses * length;
  const at = (k: number): number => Math.round((idle * (2 * k + 1)) / (2 * pulses));
  const stops = [0, ...Array.from({ length: pulses }, (_, k) => at(k)), idle];
  return stops.slice(1).map((stop, k) => stop - stops[k]!);
};

/**
 * Fills waits with pulses that undo each other, so that slow errors of phase cancel (XY4: Maudsley
 * 1986). Waits shorter than twice the pulses stay empty. The unitary stays, phase included.
 */
export const decoupling = (
  kind: Decoupling,
  synthesize: Synthesize,
  calibration: QCalibration,
): Waiting => {
  const timeOf = gateTimes(calibration);
  const pulsesOn = (qubit: number): readonly (readonly GateOp[])[] =>
    PULSES[kind].map((gate) => synthesize(matrixOf(gate, []), qubit).gates);
  const lengthOf = (gates: readonly GateOp[]): number =>
    gates.reduce((sum, gate) => sum + timeOf(gate), 0);
  // the same on every qubit but for its name
  const shape = pulsesOn(0);
  const phases = PULSES[kind].map((gate) => synthesize(matrixOf(gate, []), 0).phase);
  const length = Math.max(...shape.map(lengthOf));
  const phase = phases.reduce((sum, each) => sum + each, PHASE[kind]);
  return (qubit, ns) => {
    if (ns < 2 * shape.length * length) return delay(qubit, ns);
    const gaps = gapsOf(ns, shape.length, length);
    const filled = pulsesOn(qubit).flatMap((gates, k): readonly CircuitOp[] => [
      ...delay(qubit, gaps[k]!),
      ...gates,
    ]);
    return [...filled, ...delay(qubit, gaps.at(-1)!), globalPhase(phase)];
  };
};
