import {
  checkNative,
  circuit,
  ok,
  type CircuitBuilder,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import type { Generator } from './clifford.ts';

/** How to say the gates of an experiment in the gates that a device performs. */
export interface Dialect {
  readonly device: QDeviceProfile;
  /** X by one pulse. */
  flip(builder: CircuitBuilder, qubit: number): void;
  /** Z in the frame. */
  phase(builder: CircuitBuilder, qubit: number): void;
  /** The same Clifford up to a global phase, on the qubits given as 0 and 1. */
  clifford(builder: CircuitBuilder, generator: Generator, qubits: readonly number[]): void;
}

const QUARTER = Math.PI / 2;

const hadamard = (builder: CircuitBuilder, qubit: number): void => {
  builder.rz(QUARTER, qubit).sx(qubit).rz(QUARTER, qubit);
};

/** Pulses on a qubit that {@link Dialect.clifford} performs. */
export const pulsesOf = (generator: Generator): number =>
  generator === 'h0' || generator === 'h1' ? 1 : 0;

/**
 * The dialect of a device that performs rz, sx and x on every qubit of `qubits`, and cx on every
 * pair. Fails with GATE_UNSUPPORTED naming the gate and the qubits for any other.
 */
export const dialectOf = (
  device: QDeviceProfile,
  qubits: readonly number[],
  pairs: readonly (readonly [number, number])[],
): Result<Dialect> => {
  const needed = circuit(device.qubits, 0);
  for (const qubit of qubits) needed.rz(0, qubit).sx(qubit).x(qubit);
  for (const [control, target] of pairs) needed.cx(control, target);
  const performed = checkNative(needed.build(), device);
  if (!performed.ok) return performed;
  return ok({
    device,
    flip: (builder, qubit) => builder.x(qubit),
    phase: (builder, qubit) => builder.rz(Math.PI, qubit),
    clifford: (builder, generator, [first, second]) => {
      switch (generator) {
        case 'h0':
          return hadamard(builder, first!);
        case 'h1':
          return hadamard(builder, second!);
        case 's0':
          return void builder.rz(QUARTER, first!);
        case 's1':
          return void builder.rz(QUARTER, second!);
        case 'cx':
          return void builder.cx(first!, second!);
      }
    },
  });
};
