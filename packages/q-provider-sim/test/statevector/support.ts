import { GATE_NAMES, GATES, type GateName } from '@xdv/domain-model';
import * as fc from 'fast-check';
import type { SlotGate } from '../../src/engine/index.ts';
import { createCompiledState, type CompiledStateOptions } from '../../src/statevector/index.ts';

/** The largest distance of two amplitudes of the same index; NaN anywhere is infinitely far. */
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let k = 0; k < a.length; k += 2) {
    const apart = Math.hypot(a[k]! - b[k]!, a[k + 1]! - b[k + 1]!);
    if (!(apart <= most)) most = Number.isNaN(apart) ? Infinity : apart;
  }
  return most;
};

/** Counterexamples of large circuits are made small for so long only. */
export const SHRINKING = { interruptAfterTimeLimit: 10_000, markInterruptAsFailure: true } as const;

/** The bits of amplitudes: tells 0 from -0. */
export const bitsOf = (amplitudes: Float64Array): BigUint64Array =>
  new BigUint64Array(amplitudes.buffer);

/** Whether amplitudes have the same bits, without a list of those that differ. */
export const haveSameBits = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, k) => Object.is(value, b[k]));

/** What a precision is good for. */
export const TOLERANCE = { c128: 1e-10, c64: 1e-5 } as const;
export const PRECISIONS = ['c128', 'c64'] as const;

/** Code is made always, and 9 qubits take more than one block. */
export const ALWAYS = { compileWork: 0, blockQubits: 8 } as const;

/** The ways that gates may be performed, whatever the precision. */
export const WAYS: Readonly<Record<string, CompiledStateOptions>> = {
  exact: ALWAYS,
  fused: { ...ALWAYS, arithmetic: 'fused' },
  'exact for all angles': { ...ALWAYS, sweep: true },
  'fused for all angles': { ...ALWAYS, sweep: true, arithmetic: 'fused' },
  'without WebAssembly': { ...ALWAYS, wasm: false },
  'with 64-bit addresses': { ...ALWAYS, addressBits: 64 },
};

/** Every way in every precision. */
export const EVERY_WAY = PRECISIONS.flatMap((precision) =>
  Object.entries(WAYS).map(([way, options]) => ({
    name: `${precision} ${way}`,
    options: { ...options, precision },
    tolerance: TOLERANCE[precision],
  })),
);

export const gate = (
  name: GateName,
  targets: readonly number[],
  params: readonly number[] = [],
  controls: readonly number[] = [],
): SlotGate => ({ gate: name, targets, params, controls });

/** The amplitudes after lists of gates. */
export const run = (
  qubits: number,
  options: CompiledStateOptions,
  ...lists: readonly (readonly SlotGate[])[]
): Float64Array => {
  const state = createCompiledState(qubits, options);
  for (const list of lists) state.apply(list);
  return state.amplitudes();
};

const { PI } = Math;
/** Angles at which gates become something simpler, or nearly so. */
export const SPECIAL_ANGLES = [
  0, PI / 2, -PI / 2, PI, -PI, 2 * PI, 3 * PI, PI / 4, 1e-9, -1e-9, 1e-15, 1e6, -1e6,
  PI - 1e-12, PI / 2 + 1e-9, PI / 2 - 3e-8, 2 * PI - 1e-9,
] as const;

export const anyAngle = fc.oneof(
  { arbitrary: fc.double({ min: -7, max: 7, noNaN: true }), weight: 2 },
  fc.constantFrom(...SPECIAL_ANGLES),
);

/** Qubits in any order. */
export const anyOrder = (qubits: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(Array.from({ length: qubits }, (_, q) => q), { minLength: qubits });

/**
 * The angles of one gate. `u` adds two of them: next to a huge one, all are rounded so that the sum
 * is not, or its matrix would be unitary to 1e-10 only.
 */
export const addable = (angles: readonly number[]): number[] => {
  const huge = angles.some((angle) => Math.abs(angle) > 1e5);
  return angles.map((angle) => (huge ? Math.round(angle * 2 ** 16) / 2 ** 16 : angle));
};

/** A gate on some of `qubits` qubits with up to `controlsMax` controls. */
export const anyGate = (
  qubits: number,
  controlsMax = 2,
  names: readonly GateName[] = GATE_NAMES,
  angle: fc.Arbitrary<number> = anyAngle,
): fc.Arbitrary<SlotGate> =>
  fc
    .tuple(
      fc.constantFrom(...names.filter((name) => GATES[name].qubits <= qubits)),
      anyOrder(qubits),
      fc.nat(controlsMax),
      fc.tuple(angle, angle, angle),
    )
    .map(([name, order, controls, angles]) => {
      const { qubits: width, params } = GATES[name];
      const [targets, rest] = [order.slice(0, width), order.slice(width)];
      return gate(name, targets, addable(angles).slice(0, params), rest.slice(0, controls));
    });
