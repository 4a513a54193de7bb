import { bitsOfSet, bitsRead } from './classical.ts';
import type { IfStep, MeasureStep, Plan, Step, UnitaryStep } from './compile.ts';
import type { SlotGate } from './state.ts';

/** Measurements that may wait, by bit: their qubits keep the values until the end. */
type Kept = Map<number, MeasureStep>;

const isUnitary = (step: Step): step is UnitaryStep => step.kind === 'unitary';

/** Slots that a step acts on. */
const slotsOf = (step: Step): readonly number[] => {
  switch (step.kind) {
    case 'unitary':
    case 'computed':
      return [...step.gate.targets, ...step.gate.controls];
    case 'channel':
      return step.slots;
    case 'measure':
    case 'reset':
      return [step.slot];
    case 'if':
      return [...step.taken, ...step.otherwise].flatMap(slotsOf);
    case 'while':
      return step.body.flatMap(slotsOf);
    case 'set':
      return [];
  }
};

const writesOf = (step: Step): readonly number[] => {
  switch (step.kind) {
    case 'measure':
      return [step.bit];
    case 'set':
      return bitsOfSet(step.op).written;
    case 'if':
      return [...step.taken, ...step.otherwise].flatMap(writesOf);
    case 'while':
      return step.body.flatMap(writesOf);
    default:
      return [];
  }
};

const readsOf = (step: Step): readonly number[] => {
  switch (step.kind) {
    case 'set':
      return bitsOfSet(step.op).read;
    case 'computed':
      return step.params.flatMap(bitsRead);
    case 'if':
      return [...step.bits, ...[...step.taken, ...step.otherwise].flatMap(readsOf)];
    case 'while':
      return [...step.bits, ...step.body.flatMap(readsOf)];
    default:
      return [];
  }
};

/** Whether controlled gates can take the place of a condition. */
const isPlain = ({ bits, taken, otherwise }: IfStep): boolean =>
  taken.every(isUnitary) &&
  otherwise.every(isUnitary) &&
  new Set(bits).size === bits.length &&
  (bits.length === 1 || otherwise.length === 0);

const isFaithful = ({ slot, read1Given0, read0Given1 }: MeasureStep): boolean =>
  slot >= 0 && read1Given0 === 0 && read0Given1 === 0;

/**
 * The measurements that may wait: nothing acts on the qubit or writes the bit afterwards, the
 * report is faithful, and the bit is read by conditions on gates alone.
 */
const findKept = ({ body, tail }: Plan): Kept => {
  const kept: Kept = new Map();
  const touched = new Set<number>();
  const written = new Set(tail.map(({ bit }) => bit));
  for (const { slot } of tail) touched.add(slot);
  for (const step of body.toReversed()) {
    if (step.kind === 'measure' && isFaithful(step)) {
      if (!touched.has(step.slot) && !written.has(step.bit)) kept.set(step.bit, step);
    }
    // a condition read before its bit is written
    for (const bit of readsOf(step)) if (written.has(bit)) kept.delete(bit);
    for (const slot of slotsOf(step)) touched.add(slot);
    for (const bit of writesOf(step)) written.add(bit);
  }
  return kept;
};

/** Drops bits that some condition reads together with others that cannot wait. */
const reduce = (kept: Kept, body: readonly Step[]): void => {
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const step of body) {
      const waits =
        step.kind === 'if' && isPlain(step) && step.bits.every((bit) => kept.has(bit));
      if (!waits) for (const bit of readsOf(step)) kept.delete(bit);
    }
  }
};

const controlled = (
  { width, gate }: UnitaryStep,
  controls: readonly number[],
): UnitaryStep => ({
  kind: 'unitary',
  width,
  gate: { ...gate, controls: [...gate.controls, ...controls] },
});

/** The gates of a condition, controlled by the qubits that its bits would be measured from. */
const unfold = ({ width, bits, values, taken, otherwise }: IfStep, kept: Kept): readonly Step[] => {
  const slots = bits.map((bit) => kept.get(bit)!.slot);
  const under = (steps: readonly Step[], wanted: readonly number[]): readonly Step[] => {
    if (steps.length === 0) return [];
    const flips = slots
      .filter((_, k) => wanted[k] === 0)
      .map((slot): UnitaryStep => {
        const gate: SlotGate = { gate: 'x', targets: [slot], params: [], controls: [] };
        return { kind: 'unitary', width, gate };
      });
    const gates = steps.filter(isUnitary).map((step) => controlled(step, slots));
    return [...flips, ...gates, ...flips];
  };
  return [...under(taken, values), ...under(otherwise, values.map((value) => 1 - value))];
};

/**
 * Deferred measurement (Nielsen and Chuang, section 4.4): where a condition on outcomes only
 * decides about gates, the measured qubits control the gates instead and are measured at the end,
 * so that shots need not part. Linear in the steps, times at most one round per qubit.
 */
export const deferMeasurements = (plan: Plan): Plan => {
  const kept = findKept(plan);
  reduce(kept, plan.body);
  if (kept.size === 0) return plan;
  const waits = (step: Step): step is MeasureStep =>
    step.kind === 'measure' && kept.get(step.bit) === step;
  const body = plan.body
    .filter((step) => !waits(step))
    .flatMap((step) =>
      step.kind === 'if' && step.bits.every((bit) => kept.has(bit)) ? unfold(step, kept) : [step],
    );
  return { ...plan, body, tail: [...plan.body.filter(waits), ...plan.tail] };
};
