// An exact reference for noisy programs: density matrices, one for every value of the bits.
import { classicalBits, classicalOffset, evaluateClassical, unwrap } from '@xdv/domain-model';
import type { MeasureStep, Plan, Step, WhileStep } from '../../src/engine/compile.ts';
import type { SlotGate } from '../../src/engine/state.ts';
import type { Channel } from '../../src/noise/channel.ts';
import { krausOf } from '../../src/noise/index.ts';
import { embed } from '../dense.ts';

/** A square complex matrix by rows: re, im, re, im, … */
type Matrix = Float64Array;

const sizeOf = (matrix: Matrix): number => Math.sqrt(matrix.length / 2);

/** a · b, or a · b† where `adjoint`. */
const times = (a: Matrix, b: Matrix, adjoint: boolean): Matrix => {
  const size = sizeOf(a);
  const product = new Float64Array(a.length);
  for (let r = 0; r < size; r++) {
    for (let k = 0; k < size; k++) {
      const x = a[2 * (r * size + k)]!;
      const y = a[2 * (r * size + k) + 1]!;
      if (x === 0 && y === 0) continue;
      for (let c = 0; c < size; c++) {
        const at = 2 * (adjoint ? c * size + k : k * size + c);
        const u = b[at]!;
        const v = adjoint ? -b[at + 1]! : b[at + 1]!;
        product[2 * (r * size + c)]! += x * u - y * v;
        product[2 * (r * size + c) + 1]! += x * v + y * u;
      }
    }
  }
  return product;
};

const plus = (a: Matrix, b: Matrix): Matrix => a.map((value, k) => value + b[k]!);

const conjugate = (by: Matrix, density: Matrix): Matrix =>
  times(times(by, density, false), by, true);

const gateMatrix = (gate: SlotGate, qubits: number): Matrix =>
  Float64Array.from(embed({ kind: 'gate', ...gate }, qubits).flat(2));

/** An operator on some slots as a matrix on all of them. */
const lift = (operator: Float64Array, slots: readonly number[], qubits: number): Matrix => {
  const local = (index: number): number =>
    slots.reduce((value, slot, k) => value | (((index >> slot) & 1) << k), 0);
  const mask = slots.reduce((bits, slot) => bits | (1 << slot), 0);
  const size = 2 ** qubits;
  const matrix = new Float64Array(2 * size * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      if ((r & ~mask) !== (c & ~mask)) continue;
      const at = 2 * (local(r) * 2 ** slots.length + local(c));
      matrix.set(operator.subarray(at, at + 2), 2 * (r * size + c));
    }
  }
  return matrix;
};

const PAULIS = ['id', 'x', 'y', 'z'] as const;

/** Depolarizing on any number of qubits, Pauli by Pauli. */
const depolarize = (
  density: Matrix,
  slots: readonly number[],
  probability: number,
  qubits: number,
): Matrix => {
  const count = 4 ** slots.length;
  let sum: Matrix = new Float64Array(density.length);
  for (let index = 0; index < count; index++) {
    const weight = index === 0 ? 1 - probability : probability / (count - 1);
    let term: Matrix = density;
    for (const [k, slot] of slots.entries()) {
      const gate = PAULIS[(index >> (2 * k)) & 3]!;
      const op = { gate, targets: [slot], params: [], controls: [] };
      term = conjugate(gateMatrix(op, qubits), term);
    }
    sum = plus(sum, term.map((value) => weight * value));
  }
  return sum;
};

const disturb = (
  density: Matrix,
  channel: Channel,
  slots: readonly number[],
  qubits: number,
): Matrix => {
  if (channel.kind === 'depolarizing') {
    return depolarize(density, slots, channel.probability, qubits);
  }
  return krausOf(channel)
    .map((operator) => conjugate(lift(operator, slots, qubits), density))
    .reduce(plus);
};

interface World {
  readonly bits: readonly number[];
  readonly density: Matrix;
}

const weigh = ({ density }: World): number => {
  const size = sizeOf(density);
  let trace = 0;
  for (let r = 0; r < size; r++) trace += density[2 * (r * size + r)]!;
  return trace;
};

/** Row and column of a position in the list of numbers. */
const entryOf = (at: number, size: number): readonly [r: number, c: number] => [
  Math.floor(at / 2 / size),
  Math.floor(at / 2) % size,
];

const keep = ({ bits, density }: World, slot: number, value: number): World => ({
  bits,
  density: density.map((number, at) => {
    const [r, c] = entryOf(at, sizeOf(density));
    return ((r >> slot) & 1) === value && ((c >> slot) & 1) === value ? number : 0;
  }),
});

const scaled = ({ bits, density }: World, factor: number): World => ({
  bits,
  density: density.map((number) => factor * number),
});

const measured = (world: World, step: MeasureStep): readonly World[] =>
  [0, 1].flatMap((value) => {
    if (step.slot < 0 && value === 1) return [];
    const kept = step.slot < 0 ? world : keep(world, step.slot, value);
    const error = value === 0 ? step.read1Given0 : step.read0Given1;
    return [
      scaled({ ...kept, bits: kept.bits.with(step.bit, value) }, 1 - error),
      scaled({ ...kept, bits: kept.bits.with(step.bit, 1 - value) }, error),
    ];
  });

const flipped = (density: Matrix, slot: number): Matrix =>
  density.map((_, at) => {
    const size = sizeOf(density);
    const [r, c] = entryOf(at, size);
    return density[2 * ((r ^ (1 << slot)) * size + (c ^ (1 << slot))) + (at % 2)]!;
  });

const stepWorld = (world: World, step: Step, qubits: number): readonly World[] => {
  const { bits, density } = world;
  switch (step.kind) {
    case 'unitary':
      return [{ bits, density: conjugate(gateMatrix(step.gate, qubits), density) }];
    case 'channel':
      return [{ bits, density: disturb(density, step.channel, step.slots, qubits) }];
    case 'measure':
      return measured(world, step);
    case 'reset': {
      const one = flipped(keep(world, step.slot, 1).density, step.slot);
      return [{ bits, density: plus(keep(world, step.slot, 0).density, one) }];
    }
    case 'if': {
      const holds = step.bits.every((bit, k) => bits[bit] === step.values[k]);
      return follow([world], holds ? step.taken : step.otherwise, qubits);
    }
    case 'set': {
      const { at, index, value } = step.op;
      const read = (bit: number): number => bits[bit]!;
      const from = at + unwrap(classicalOffset(index, read));
      const written = classicalBits(unwrap(evaluateClassical(value, read)), value.type);
      const next = [...bits];
      for (let k = 0; k < value.type.width; k++) {
        next[from + k] = Number((written >> BigInt(k)) & 1n);
      }
      return [{ bits: next, density }];
    }
    case 'computed': {
      const read = (bit: number): number => bits[bit]!;
      const params = step.params.map((param) => unwrap(evaluateClassical(param, read)));
      const gate = { ...step.gate, params: params.map(Number) };
      return [{ bits, density: conjugate(gateMatrix(gate, qubits), density) }];
    }
    case 'while':
      return rounds(world, step, qubits);
  }
};

/** All rounds of a loop; worlds still in it after the last one are gone. */
const rounds = (world: World, step: WhileStep, qubits: number): readonly World[] => {
  const done: World[] = [];
  let going: readonly World[] = [world];
  for (let round = 0; round <= step.max; round++) {
    const split = Map.groupBy(going, ({ bits }) =>
      step.bits.every((bit, k) => bits[bit] === step.values[k]),
    );
    done.push(...(split.get(false) ?? []));
    going = follow(split.get(true) ?? [], step.body, qubits);
  }
  return done;
};

/** Worlds with the same bits are one. */
const merged = (worlds: readonly World[]): readonly World[] =>
  [...Map.groupBy(worlds, ({ bits }) => bits.join('')).values()]
    .map((same) => same.reduce((a, b) => ({ ...a, density: plus(a.density, b.density) })))
    .filter((world) => weigh(world) > 1e-15);

const follow = (
  worlds: readonly World[],
  steps: readonly Step[],
  qubits: number,
): readonly World[] =>
  steps.reduce((all, step) => merged(all.flatMap((w) => stepWorld(w, step, qubits))), worlds);

/** The exact probability of every outcome of a plan. */
export const exactOutcomes = (plan: Plan): ReadonlyMap<string, number> => {
  const density = new Float64Array(2 * 4 ** plan.slots);
  density[0] = 1;
  const start: World = { bits: Array<number>(plan.memory).fill(0), density };
  const worlds = follow([start], [...plan.body, ...plan.tail], plan.slots);
  const chances = new Map<string, number>();
  for (const world of worlds) {
    const outcome = world.bits.slice(0, plan.bits).reverse().join('');
    chances.set(outcome, (chances.get(outcome) ?? 0) + weigh(world));
  }
  return chances;
};
