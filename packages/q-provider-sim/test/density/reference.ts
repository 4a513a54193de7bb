// A reference that shares no arithmetic with the engine: dense matrices, one density matrix for
// every value of the classical bits.
import type { GateOp } from '@xdv/domain-model';
import type { MeasureStep, Step } from '../../src/engine/compile.ts';
import type { Channel } from '../../src/noise/index.ts';
import { embed, type Complex, type Matrix } from '../dense.ts';

export interface Branch {
  /** Its trace is the probability of the bits. */
  readonly rho: Matrix;
  readonly bits: readonly number[];
}

const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    b[0]!.map((_, c) =>
      row.reduce<Complex>(
        ([re, im], value, k) => {
          const [x, y] = times(value, b[k]![c]!);
          return [re + x, im + y];
        },
        [0, 0],
      ),
    ),
  );

const dagger = (a: Matrix): Matrix =>
  a.map((_, r) => a.map((row): Complex => [row[r]![0], -row[r]![1]]));

const scaled = (factor: number, a: Matrix): Matrix =>
  a.map((row) => row.map(([re, im]): Complex => [factor * re, factor * im]));

export const added = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, r) => row.map(([re, im], c): Complex => [re + b[r]![c]![0], im + b[r]![c]![1]]));

const conjugated = (k: Matrix, rho: Matrix): Matrix => product(product(k, rho), dagger(k));

const gate = (name: GateOp['gate'], target: number): GateOp => ({
  kind: 'gate',
  gate: name,
  targets: [target],
  params: [],
  controls: [],
});

const pauliOn = (pauli: string, slots: readonly number[], qubits: number): Matrix => {
  const names = { X: 'x', Y: 'y', Z: 'z', I: 'id' } as const;
  return slots
    .map((slot, k) => embed(gate(names[pauli[k] as 'X'], slot), qubits))
    .reduce((a, b) => product(a, b));
};

/** A matrix on some slots, bit k of its index being slot k of the list, among `qubits`. */
const spread = (local: Matrix, slots: readonly number[], qubits: number): Matrix => {
  const part = (i: number): number =>
    slots.reduce((value, slot, k) => value | (((i >> slot) & 1) << k), 0);
  const rest = ~slots.reduce((mask, slot) => mask | (1 << slot), 0);
  const indices = Array.from({ length: 2 ** qubits }, (_, i) => i);
  return indices.map((r) =>
    indices.map((c) => ((r & rest) === (c & rest) ? local[part(r)]![part(c)]! : [0, 0])),
  );
};

const real = (...rows: readonly (readonly number[])[]): Matrix =>
  rows.map((row) => row.map((value): Complex => [value, 0]));

const operators = (channel: Channel, slots: readonly number[], qubits: number): Matrix[] => {
  const one = (...list: readonly Matrix[]): Matrix[] =>
    list.map((local) => spread(local, slots, qubits));
  switch (channel.kind) {
    case 'pauli': {
      const rest = channel.terms.reduce((left, term) => left - term.probability, 1);
      const identity = 'I'.repeat(channel.qubits);
      return [...channel.terms, { pauli: identity, probability: rest }].map((term) =>
        scaled(Math.sqrt(Math.max(0, term.probability)), pauliOn(term.pauli, slots, qubits)),
      );
    }
    case 'depolarizing': {
      const all = Array.from({ length: 4 ** channel.qubits }, (_, k) =>
        Array.from({ length: channel.qubits }, (__, q) => 'IXYZ'[(k >> (2 * q)) & 3]!).join(''),
      );
      const each = channel.probability / (all.length - 1);
      return all.map((pauli, k) => {
        const weight = k === 0 ? 1 - channel.probability : each;
        return scaled(Math.sqrt(weight), pauliOn(pauli, slots, qubits));
      });
    }
    case 'reset': {
      const [keep, root] = [Math.sqrt(1 - channel.probability), Math.sqrt(channel.probability)];
      return one(real([keep, 0], [0, keep]), real([root, 0], [0, 0]), real([0, root], [0, 0]));
    }
    case 'damping': {
      const [keep, root] = [Math.sqrt(1 - channel.relax), Math.sqrt(channel.relax)];
      return one(real([1, 0], [0, keep]), real([0, root], [0, 0]));
    }
    case 'kraus': {
      const size = 2 ** channel.qubits;
      return one(
        ...channel.operators.map((flat) =>
          Array.from({ length: size }, (_, r) =>
            Array.from({ length: size }, (__, c): Complex => {
              const at = 2 * (r * size + c);
              return [flat[at]!, flat[at + 1]!];
            }),
          ),
        ),
      );
    }
  }
};

const projected = (rho: Matrix, slot: number, value: number): Matrix => {
  const kept = (i: number): boolean => ((i >> slot) & 1) === value;
  return rho.map((row, r) => row.map((entry, c) => (kept(r) && kept(c) ? entry : [0, 0])));
};

const traceOf = (rho: Matrix): number => rho.reduce((sum, row, k) => sum + row[k]![0], 0);

const measured = ({ rho, bits }: Branch, step: MeasureStep): readonly Branch[] =>
  [0, 1].flatMap((value) => {
    const known = step.slot < 0;
    if (known && value === 1) return [];
    const state = known ? rho : projected(rho, step.slot, value);
    const wrong = value === 0 ? step.read1Given0 : step.read0Given1;
    return [
      { rho: scaled(1 - wrong, state), bits: bits.with(step.bit, value) },
      { rho: scaled(wrong, state), bits: bits.with(step.bit, 1 - value) },
    ];
  });

const performed = (branch: Branch, step: Step, qubits: number): readonly Branch[] => {
  const { rho, bits } = branch;
  switch (step.kind) {
    case 'unitary':
      return [{ rho: conjugated(embed({ kind: 'gate', ...step.gate }, qubits), rho), bits }];
    case 'channel': {
      const images = operators(step.channel, step.slots, qubits).map((k) => conjugated(k, rho));
      return [{ rho: images.reduce(added), bits }];
    }
    case 'measure':
      return measured(branch, step);
    case 'reset': {
      const flip = embed(gate('x', step.slot), qubits);
      const one = conjugated(flip, projected(rho, step.slot, 1));
      return [{ rho: added(projected(rho, step.slot, 0), one), bits }];
    }
    case 'if': {
      const holds = step.bits.every((bit, k) => bits[bit] === step.values[k]);
      return perform([branch], holds ? step.taken : step.otherwise, qubits);
    }
    default:
      throw new Error(`a density matrix knows no ${step.kind}`);
  }
};

const perform = (
  branches: readonly Branch[],
  steps: readonly Step[],
  qubits: number,
): readonly Branch[] =>
  steps.reduce(
    (all, step) =>
      all.flatMap((b) => performed(b, step, qubits)).filter((b) => traceOf(b.rho) > 1e-13),
    branches,
  );

/** All branches of steps on |0…0⟩. */
export const followed = (
  steps: readonly Step[],
  qubits: number,
  bits: number,
): readonly Branch[] => {
  const size = 2 ** qubits;
  const rho = Array.from({ length: size }, (_, r) =>
    Array.from({ length: size }, (__, c): Complex => [r === 0 && c === 0 ? 1 : 0, 0]),
  );
  return perform([{ rho, bits: Array<number>(bits).fill(0) }], steps, qubits);
};

/** Probabilities of outcomes, bit 0 rightmost. */
export const outcomesOf = (branches: readonly Branch[]): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const { rho, bits } of branches) {
    const outcome = bits.toReversed().join('');
    found.set(outcome, (found.get(outcome) ?? 0) + traceOf(rho));
  }
  return found;
};
