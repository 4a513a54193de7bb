import {
  createRandom,
  type Circuit,
  type CircuitOp,
  type GateOp,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createCompiledState, type CompiledStateVector } from '../../src/statevector/index.ts';
import { FALCON_27, type Transpiled } from '../../src/transpile/index.ts';
import { fourier } from './circuits.ts';
import { deviceOf, SUPERCONDUCTING, transpiled } from './support.ts';

const QUBITS = 20;
/** Two more for swaps with empty places: while they last, three qubits of the state are empty. */
const SLOTS = 22;

const qubitsOf = (op: GateOp): readonly number[] => [...op.controls, ...op.targets];

const randomInput = (places: readonly number[]): readonly GateOp[] => {
  const random = createRandom(7);
  const angle = (): number => 6 * random.float();
  return places.map((q) => ({
    kind: 'gate',
    gate: 'u',
    targets: [q],
    params: [angle(), angle(), angle()],
    controls: [],
  }));
};

/**
 * Simulates a circuit on more qubits than a state has room for: a place joins the state when a gate
 * first acts on it, and leaves it after the third gate on two qubits of the swap that empties it,
 * which is checked. The slot of each place in the end.
 */
class Roaming {
  readonly slots = new Map<number, number>();
  readonly #state: CompiledStateVector;
  readonly #free = Array.from({ length: SLOTS }, (_, k) => SLOTS - 1 - k);
  #batch: GateOp[] = [];
  /** A place that a swap fills, the one that it empties, and gates of the swap to come. */
  readonly #moves = new Map<number, { readonly from: number; left: number }>();

  constructor(state: CompiledStateVector) {
    this.#state = state;
  }

  take(op: CircuitOp): void {
    if (op.kind !== 'gate') return;
    const qubits = qubitsOf(op);
    for (const [k, place] of qubits.entries()) {
      if (this.slots.has(place)) continue;
      this.slots.set(place, this.#free.pop()!);
      if (qubits.length === 2) this.#moves.set(place, { from: qubits[1 - k]!, left: 3 });
    }
    const slot = (place: number): number => this.slots.get(place)!;
    this.#batch.push({ ...op, targets: op.targets.map(slot), controls: op.controls.map(slot) });
    if (qubits.length === 2) this.#settle(qubits);
  }

  #settle(qubits: readonly number[]): void {
    for (const place of qubits) {
      const move = this.#moves.get(place);
      if (!move || !qubits.includes(move.from) || --move.left > 0) continue;
      this.#moves.delete(place);
      this.flush();
      const empty = this.slots.get(move.from)!;
      expect(this.#state.weight(1 << empty, 1 << empty)).toBeLessThan(1e-20);
      this.slots.delete(move.from);
      this.#free.push(empty);
    }
  }

  flush(): void {
    this.#state.apply(this.#batch);
    this.#batch = [];
  }
}

/** |⟨original|transpiled⟩ - 1|, which phase, size and every amplitude enter. */
const infidelity = (program: Circuit, { circuit, ...layouts }: Transpiled): number => {
  const state = createCompiledState(SLOTS);
  const roaming = new Roaming(state);
  for (const op of [...randomInput(layouts.initialLayout), ...circuit.ops]) roaming.take(op);
  roaming.flush();
  const slots = layouts.finalLayout.map((place) => roaming.slots.get(place)!);
  expect(new Set(slots).size).toBe(QUBITS);
  // back through the original, as it now lies, to where the input began
  const back = [...randomInput(slots), ...placed(program, slots)].toReversed().map(inverse);
  state.apply(back);
  const amplitudes = state.amplitudes();
  state.close();
  return Math.hypot(amplitudes[0]! - 1, amplitudes[1]!);
};

const placed = ({ ops }: Circuit, slots: readonly number[]): readonly GateOp[] =>
  (ops as readonly GateOp[]).map((op) => ({
    ...op,
    targets: op.targets.map((q) => slots[q]!),
    controls: op.controls.map((q) => slots[q]!),
  }));

const inverse = (op: GateOp): GateOp => {
  const [a = 0, b = 0, c = 0] = op.params;
  if (op.gate === 'u') return { ...op, params: [-a, -c, -b] };
  return op.gate === 'p' ? { ...op, params: [-a] } : op;
};

describe('20 qubits on the 27 of a heavy-hexagon lattice (XDV-060.1)', () => {
  it('are transformed as by the original, as a simulation of all amplitudes shows', () => {
    const program = fourier(QUBITS);
    const result = transpiled(program, deviceOf(27, SUPERCONDUCTING, FALCON_27));
    expect(result.swaps).toBeLessThan(200);
    expect(infidelity(program, result)).toBeLessThan(1e-9);
  });
});
