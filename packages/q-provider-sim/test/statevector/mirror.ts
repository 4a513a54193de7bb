import * as fc from 'fast-check';
import {
  createState,
  type SavedState,
  type SlotGate,
  type StateVector,
} from '../../src/engine/index.ts';
import { createCompiledState, type CompiledStateOptions } from '../../src/statevector/index.ts';
import { anyAngle, anyGate, anyOrder } from './support.ts';

/** One call of a state vector. */
export type Call =
  | { readonly call: 'apply'; readonly gates: readonly SlotGate[] }
  | { readonly call: 'kernel'; readonly masks: Masks; readonly values: readonly number[] }
  | { readonly call: 'exchange'; readonly masks: Masks }
  | { readonly call: 'scale'; readonly masks: Masks; readonly by: readonly [number, number] }
  | { readonly call: 'widen' | 'clear'; readonly width: number }
  | { readonly call: 'save' | 'save in spare' | 'restore' };

interface Masks {
  readonly fixed: number;
  readonly a: number;
  readonly b: number;
}

/** The bits of some qubits fixed, to two different values. */
export const anyMasks = (qubits: number): fc.Arbitrary<Masks> =>
  fc
    .tuple(
      anyOrder(qubits),
      fc.integer({ min: 1, max: Math.min(3, qubits) }),
      fc.nat(2 ** qubits - 1),
      fc.integer({ min: 1, max: 7 }),
    )
    .map(([order, count, value, apart]) => {
      const held = order.slice(0, count);
      const fixed = held.reduce((mask, q) => mask | (1 << q), 0);
      const other = held.reduce((mask, q, k) => mask | (((apart >> k) & 1) << q), 0);
      const differ = other === 0 ? 1 << held[0]! : other;
      return { fixed, a: value & fixed, b: (value & fixed) ^ differ };
    });

/** A unitary, or an operator of a channel that lessens the norm. */
const anyMatrix: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.tuple(anyAngle, anyAngle).map(([theta, phi]) => {
    const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
    const [c, s] = [Math.cos(phi), Math.sin(phi)];
    return [cos, 0, -sin * c, sin * s, sin * c, sin * s, cos, 0];
  }),
  fc.constant([1, 0, 0, 0, 0, 0, 0.8, 0]),
  fc.constant([0, 0, 0.9, 0, 0, 0, 0.1, 0]),
);

export const anyCall = (qubits: number): fc.Arbitrary<Call> => {
  const masks = anyMasks(qubits);
  const gates = fc.array(anyGate(qubits), { maxLength: 12, size: 'max' });
  const scales = [[1, 0], [0, 1], [0.6, -0.8], [0.5, 0]] as const;
  const width = fc.nat(qubits);
  return fc.oneof(
    { arbitrary: fc.record({ call: fc.constant('apply' as const), gates }), weight: 6 },
    fc.record({ call: fc.constant('kernel' as const), masks, values: anyMatrix }),
    fc.record({ call: fc.constant('exchange' as const), masks }),
    fc.record({ call: fc.constant('scale' as const), masks, by: fc.constantFrom(...scales) }),
    fc.record({ call: fc.constantFrom('widen' as const, 'clear' as const), width }),
    fc.record({ call: fc.constantFrom('save' as const, 'save in spare' as const) }),
    fc.record({ call: fc.constant('restore' as const) }),
  );
};

const performOn = (state: StateVector, call: Call, kept: SavedState | null): SavedState | null => {
  // masks must stay below the live qubits
  if ('masks' in call) state.widen(32 - Math.clz32(call.masks.fixed));
  switch (call.call) {
    case 'apply':
      state.apply(call.gates);
      return kept;
    case 'kernel': {
      const { fixed, a, b } = call.masks;
      state.mix(fixed, a, b, Float64Array.from(call.values));
      return kept;
    }
    case 'exchange':
      state.exchange(call.masks.fixed, call.masks.a, call.masks.b);
      return kept;
    case 'scale':
      state.multiply(call.masks.fixed, call.masks.a, ...call.by);
      return kept;
    case 'widen':
      state.widen(call.width);
      return kept;
    case 'clear':
      state.clear(call.width);
      return kept;
    case 'restore':
      if (kept !== null) state.restore(kept);
      return kept;
    case 'save':
      return state.save();
    case 'save in spare':
      return kept === null ? state.save() : state.save(kept);
  }
};

/** Makes the same calls on a plain and on a compiled state. */
export const mirrored = (
  qubits: number,
  options: CompiledStateOptions,
  calls: readonly Call[],
): { readonly plain: StateVector; readonly compiled: StateVector } => {
  const [plain, compiled] = [createState(qubits), createCompiledState(qubits, options)];
  for (const state of [plain, compiled]) {
    let kept: SavedState | null = null;
    for (const call of calls) kept = performOn(state, call, kept);
  }
  return { plain, compiled };
};
