import type { Channel } from '../noise/channel.ts';
import { bitsOfSet, bitsRead } from './classical.ts';
import type { ChannelStep, MeasureStep, Plan, Step } from './compile.ts';

/** What happens later than the step looked at, going backwards. */
interface Later {
  /** Slots that something in the body acts on. */
  readonly slots: Set<number>;
  /** Bits that something reads or writes. */
  readonly bits: Set<number>;
  /** Position in the tail of the measurement of a slot. */
  readonly measured: Map<number, number>;
  /** Bits that the tail writes. */
  readonly written: Set<number>;
}

/** Adds what `step` touches, so that no measurement is moved past it. */
const note = (later: Later, step: Step): void => {
  switch (step.kind) {
    case 'unitary':
    case 'computed':
      if (step.kind === 'computed') {
        for (const bit of step.params.flatMap(bitsRead)) later.bits.add(bit);
      }
      for (const slot of step.gate.targets) later.slots.add(slot);
      for (const slot of step.gate.controls) later.slots.add(slot);
      return;
    case 'channel':
      for (const slot of step.slots) later.slots.add(slot);
      return;
    case 'measure':
      later.bits.add(step.bit);
      if (step.slot >= 0) later.slots.add(step.slot);
      return;
    case 'reset':
      later.slots.add(step.slot);
      return;
    case 'if':
      for (const bit of step.bits) later.bits.add(bit);
      for (const inner of step.taken) note(later, inner);
      for (const inner of step.otherwise) note(later, inner);
      return;
    case 'while':
      for (const bit of step.bits) later.bits.add(bit);
      for (const inner of step.body) note(later, inner);
      return;
    case 'set': {
      const { read, written } = bitsOfSet(step.op);
      for (const bit of read) later.bits.add(bit);
      for (const bit of written) later.bits.add(bit);
    }
  }
};

/** Probabilities that the outcome flips from 0 to 1 and from 1 to 0 under a channel. */
const flips = (channel: Channel): readonly [number, number] | null => {
  switch (channel.kind) {
    case 'pauli': {
      let flip = 0;
      for (const { pauli, probability } of channel.terms) {
        if (pauli === 'X' || pauli === 'Y') flip += probability;
      }
      return [Math.min(1, flip), Math.min(1, flip)];
    }
    case 'depolarizing':
      return [(2 / 3) * channel.probability, (2 / 3) * channel.probability];
    case 'reset':
      return [0, channel.probability];
    case 'damping':
      return [0, channel.relax];
    case 'kraus':
      return null; // may turn coherence into population
  }
};

/** The measurement with the channel before it counted as misreading. */
const misread = (step: MeasureStep, [up, down]: readonly [number, number]): MeasureStep => ({
  ...step,
  read1Given0: (1 - up) * step.read1Given0 + up * (1 - step.read0Given1),
  read0Given1: (1 - down) * step.read0Given1 + down * (1 - step.read1Given0),
});

/** Takes a channel on one qubit right before its last measurement into the readout errors. */
const absorb = (step: ChannelStep, later: Later, tail: MeasureStep[]): boolean => {
  if (step.slots.length > 1 || later.slots.has(step.slots[0]!)) return false;
  const position = later.measured.get(step.slots[0]!);
  const flipped = flips(step.channel);
  if (position === undefined || flipped === null) return false;
  tail[position] = misread(tail[position]!, flipped);
  return true;
};

/**
 * Splits off the measurements that nothing depends on: no later operation on the qubit, no later
 * reader of the bit. Operations on other qubits commute with them. What a channel on one qubit
 * does right before such a measurement is a chance of misreading it. Of two such measurements
 * into one bit only the later counts.
 */
export const splitTail = (steps: readonly Step[]): Pick<Plan, 'body' | 'tail'> => {
  const later: Later = {
    slots: new Set(),
    bits: new Set(),
    measured: new Map(),
    written: new Set(),
  };
  const body: Step[] = [];
  const tail: MeasureStep[] = [];
  for (const step of steps.toReversed()) {
    const last =
      step.kind === 'measure' &&
      !later.slots.has(step.slot) &&
      !later.measured.has(step.slot) &&
      !later.bits.has(step.bit);
    if (last && later.written.has(step.bit)) continue; // nobody will know
    if (last) {
      if (step.slot >= 0) later.measured.set(step.slot, tail.length);
      later.written.add(step.bit);
      tail.push(step);
    } else if (step.kind !== 'channel' || !absorb(step, later, tail)) {
      note(later, step);
      body.push(step);
    }
  }
  return { body: body.reverse(), tail: tail.reverse() };
};
