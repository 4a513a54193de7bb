import { fail, ok, type Failure, type Result } from '@xdv/domain-model';
import type {
  ChannelStep,
  IfStep,
  MeasureStep,
  ResetStep,
  Step,
  UnitaryStep,
} from '../engine/compile.ts';
import { gateActions, performActions, type Action } from '../engine/gates.ts';
import type { Backend } from '../engine/memory.ts';
import type { StateVector } from '../engine/state.ts';
import type { Channel } from '../noise/channel.ts';
import { channelActions, type LocalAction } from './channel-map.ts';
import { performWide } from './wide-channel.ts';

/** Bounds of exact mixed states. */
export const DENSITY_LIMITS = {
  /** 12 qubits take 256 MiB. */
  qubitsMax: 12,
  /** Two for each qubit and one for each classical bit that is kept: 1 GiB. */
  indexBitsMax: 26,
} as const;

/**
 * A state of qubits and classical bits: for every value of the bits a density matrix, whose trace
 * is the probability of that value. All are one vector, on which every operation is linear, so
 * that branches of equal bits add up by themselves. Entry |r⟩⟨c| with bits b is at the index that
 * has qubit s of r at bit 2s, of c at bit 2s + 1, and bit j of b at bit 2 · slots + j.
 */
export interface Hybrid {
  readonly state: StateVector;
  readonly slots: number;
  /** Index bit of each classical bit, below 0 if it is not kept. */
  readonly bitAt: Int32Array;
  /** Index bit of the first latch: classical bits that hold a condition whose bits are written. */
  readonly latch: number;
  readonly maps: Map<Channel, readonly LocalAction[]>;
}

/** A part of the vector: the indices i with i & fixed === at. */
interface Part {
  readonly fixed: number;
  readonly at: number;
}

const WHOLE: Part = { fixed: 0, at: 0 };

const ket = (slot: number): number => 2 * slot;
const bra = (slot: number): number => 2 * slot + 1;

/** The action on a part alone. */
const within = (action: Action, part: Part): Action => {
  const fixed = action.fixed | part.fixed;
  if (action.kind === 'multiply') return { ...action, fixed, at: action.at | part.at };
  return { ...action, fixed, a: action.a | part.at, b: action.b | part.at };
};

const conjugate = (action: Action): Action => {
  if (action.kind === 'multiply') return { ...action, im: -action.im };
  if (action.kind === 'exchange') return action;
  return { ...action, matrix: action.matrix.map((value, k) => (k % 2 === 1 ? -value : value)) };
};

/** ρ → U ρ U†: U on the ket bits, its complex conjugate on the bra bits. */
const performUnitary = ({ state }: Hybrid, { gate }: UnitaryStep, part: Part): void => {
  const { targets, controls, params } = gate;
  const left = gateActions(gate.gate, targets.map(ket), params, controls.map(ket));
  const right = gateActions(gate.gate, targets.map(bra), params, controls.map(bra));
  const actions = [...left, ...right.map(conjugate)];
  performActions(state, actions.map((action) => within(action, part)));
};

const performChannel = (
  { state, maps }: Hybrid,
  { channel, slots }: ChannelStep,
  part: Part,
): void => {
  if (channel.qubits > 2) return performWide(state, channel, slots, part.fixed, part.at);
  let actions = maps.get(channel);
  if (actions === undefined) {
    actions = channelActions(channel);
    maps.set(channel, actions);
  }
  const bits = slots.flatMap((slot) => [ket(slot), bra(slot)]);
  const spread = (local: number): number =>
    bits.reduce((at, bit, k) => at | (((local >> k) & 1) << bit), 0);
  const fixed = spread(-1);
  const placed = actions.map((action): Action => {
    if (action.kind === 'multiply') return { ...action, fixed, at: spread(action.at) };
    return { ...action, fixed, a: spread(action.a), b: spread(action.b) };
  });
  performActions(state, placed.map((action) => within(action, part)));
};

/** Removes what is between |0⟩ and |1⟩ of a slot, as measuring it does. */
const dephase = (state: StateVector, slot: number, { fixed, at }: Part): void => {
  const [left, right] = [1 << ket(slot), 1 << bra(slot)];
  state.multiply(fixed | left | right, at | left, 0, 0);
  state.multiply(fixed | left | right, at | right, 0, 0);
};

/** The 2×2 matrix that sets a classical bit to 1 with probability `one`, whatever it was. */
const setTo = (one: number): Float64Array =>
  Float64Array.of(1 - one, 0, 1 - one, 0, one, 0, one, 0);

/** Adds up both values of an index bit and leaves the sum at 0. */
const FORGET = setTo(0);

const performMeasure = ({ state, bitAt }: Hybrid, step: MeasureStep, part: Part): void => {
  const { slot, bit, read1Given0, read0Given1 } = step;
  if (slot >= 0) dephase(state, slot, part);
  if (bitAt[bit]! < 0) return;
  const report = 1 << bitAt[bit]!;
  const both = slot < 0 ? 0 : (1 << ket(slot)) | (1 << bra(slot));
  const fixed = part.fixed | both | report;
  state.mix(fixed, part.at, part.at | report, setTo(read1Given0));
  if (slot < 0) return;
  const one = part.at | both;
  state.mix(fixed, one, one | report, setTo(1 - read0Given1));
};

const performReset = ({ state }: Hybrid, { slot }: ResetStep, part: Part): void => {
  dephase(state, slot, part);
  const both = (1 << ket(slot)) | (1 << bra(slot));
  state.mix(part.fixed | both, part.at, part.at | both, FORGET);
};

/** Where a condition holds, if anywhere, and disjoint parts that make up the rest of `part`. */
interface Split {
  readonly holds: Part | null;
  readonly rest: readonly Part[];
}

const split = ({ bitAt }: Hybrid, { bits, values }: IfStep, part: Part): Split => {
  const rest: Part[] = [];
  let { fixed, at } = part;
  for (const [k, bit] of bits.entries()) {
    const mask = bitAt[bit]! < 0 ? 0 : 1 << bitAt[bit]!;
    const wanted = values[k] === 1 ? mask : 0;
    // a bit that is not kept although it is read was never written: it is 0
    const decided = mask === 0 ? values[k] === 0 : (at & mask) === wanted;
    if (mask === 0 || (fixed & mask) !== 0) {
      if (decided) continue;
      return { holds: null, rest: [...rest, { fixed, at }] };
    }
    rest.push({ fixed: fixed | mask, at: at | (mask ^ wanted) });
    [fixed, at] = [fixed | mask, at | wanted];
  }
  return { holds: { fixed, at }, rest };
};

/** All bits that steps write. */
export const writtenBits = (steps: readonly Step[], into = new Set<number>()): Set<number> => {
  for (const step of steps) {
    if (step.kind === 'measure') into.add(step.bit);
    if (step.kind !== 'if') continue;
    writtenBits(step.taken, into);
    writtenBits(step.otherwise, into);
  }
  return into;
};

/** All bits that conditions read. */
export const readBits = (steps: readonly Step[], into = new Set<number>()): Set<number> => {
  for (const step of steps) {
    if (step.kind !== 'if') continue;
    for (const bit of step.bits) into.add(bit);
    readBits(step.taken, into);
    readBits(step.otherwise, into);
  }
  return into;
};

/** Does a condition write bits that it reads, so that it must be remembered? */
const forgets = ({ bits, taken, otherwise }: IfStep): boolean => {
  const written = writtenBits(otherwise, writtenBits(taken));
  return bits.some((bit) => written.has(bit));
};

/** Conditions to be remembered at once. */
const latchesOf = (steps: readonly Step[]): number => {
  let most = 0;
  for (const step of steps) {
    if (step.kind !== 'if') continue;
    const inner = Math.max(latchesOf(step.taken), latchesOf(step.otherwise));
    most = Math.max(most, inner + (forgets(step) ? 1 : 0));
  }
  return most;
};

const performIf = (hybrid: Hybrid, step: IfStep, part: Part): void => {
  const { holds, rest } = split(hybrid, step, part);
  if (!forgets(step)) {
    if (holds !== null) performSteps(hybrid, step.taken, holds);
    for (const other of rest) performSteps(hybrid, step.otherwise, other);
    return;
  }
  const { state } = hybrid;
  const latch = 1 << hybrid.latch;
  const [fixed, on] = [part.fixed | latch, part.at | latch];
  if (holds !== null) state.exchange(holds.fixed | latch, holds.at, holds.at | latch);
  const inner = { ...hybrid, latch: hybrid.latch + 1 };
  performSteps(inner, step.taken, { fixed, at: on });
  performSteps(inner, step.otherwise, { fixed, at: part.at });
  state.mix(fixed, part.at, on, FORGET);
};

const performSteps = (hybrid: Hybrid, steps: readonly Step[], part: Part): void => {
  for (const step of steps) {
    switch (step.kind) {
      case 'unitary':
        performUnitary(hybrid, step, part);
        break;
      case 'channel':
        performChannel(hybrid, step, part);
        break;
      case 'measure':
        performMeasure(hybrid, step, part);
        break;
      case 'reset':
        performReset(hybrid, step, part);
        break;
      case 'if':
        performIf(hybrid, step, part);
    }
  }
};

const tooLarge = (slots: number, bits: number): Failure => {
  const bytes = 16 * 2 ** (2 * slots + bits);
  const { qubitsMax, indexBitsMax } = DENSITY_LIMITS;
  const size = `${slots} qubits and ${bits} classical bits take ${bytes} bytes as density matrices`;
  const message = `${size}; the limit is ${qubitsMax} qubits and ${16 * 2 ** indexBitsMax} bytes`;
  return fail('CIRCUIT_TOO_LARGE', message, 'Simulate trajectories instead');
};

/** Whether a step does more with outcomes than to look at them. */
const computes = (step: Step): boolean => {
  if (step.kind === 'if') return step.taken.some(computes) || step.otherwise.some(computes);
  return step.kind === 'set' || step.kind === 'computed' || step.kind === 'while';
};

/** Fails with CIRCUIT_INVALID. */
export const refuseComputing = (): Failure => {
  const message = 'density matrices know conditions on outcomes, but no computing with them';
  return fail('CIRCUIT_INVALID', message, 'Simulate trajectories instead');
};

/** A hybrid state in |0…0⟩ with all bits 0, refused before any memory is taken if too large. */
const allocate = (slots: number, bits: number, backend: Backend): Result<StateVector> => {
  const width = 2 * slots + bits;
  const { qubitsMax, indexBitsMax } = DENSITY_LIMITS;
  if (slots > qubitsMax || width > indexBitsMax) return tooLarge(slots, bits);
  return backend.create(width);
};

/**
 * Performs steps on |0…0⟩ of `slots` qubits, keeping the values of the listed bits. Fails with
 * CIRCUIT_TOO_LARGE giving the figure, or RESOURCE_EXHAUSTED.
 */
export const runSteps = (
  steps: readonly Step[],
  slots: number,
  bits: number,
  kept: readonly number[],
  backend: Backend,
): Result<Hybrid> => {
  if (steps.some(computes)) return refuseComputing();
  const allocated = allocate(slots, kept.length + latchesOf(steps), backend);
  if (!allocated.ok) return allocated;
  const bitAt = new Int32Array(bits).fill(-1);
  for (const [k, bit] of kept.entries()) bitAt[bit] = 2 * slots + k;
  const latch = 2 * slots + kept.length;
  const hybrid = { state: allocated.value, slots, bitAt, latch, maps: new Map() };
  performSteps(hybrid, steps, WHOLE);
  return ok(hybrid);
};

/** The index of the diagonal entry of basis state `row`, all bits 0. */
export const diagonalAt = (row: number, slots: number): number => {
  let at = 0;
  for (let s = 0; s < slots; s++) at |= ((row >> s) & 1) * (3 << (2 * s));
  return at;
};

/** Adds up the density matrices of all values of the kept bits. */
export const forgetBits = ({ state, bitAt }: Hybrid): void => {
  for (const bit of bitAt) if (bit >= 0) state.mix(1 << bit, 0, 1 << bit, FORGET);
};
