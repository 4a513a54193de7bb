import {
  CLASSICAL_OPERATORS,
  classicalBits,
  classicalOffset,
  evaluateClassical,
  XdvError,
  type Classical,
  type ClassicalIndex,
  type ClassicalOperation,
  type Fault,
  type Result,
  type SetOp,
} from '@xdv/domain-model';
import { bitOf, setBit, type Shots } from './shots.ts';

/** Ends a run: what a shot had to compute has no value, or a loop took too many rounds. */
export class Stopped extends XdvError {}

const valueOf = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new Stopped(result.fault);
};

/** The result of `work`, or the fault that stopped it. */
export function* orStopped<P, T>(work: Generator<P, Result<T>>): Generator<P, Result<T>> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, fault: error.fault };
    throw error;
  }
}

export const stop = (fault: Fault): never => {
  throw new Stopped(fault);
};

/** Performs an assignment for shot `s`. Throws {@link Stopped}. */
export const assign = (shots: Shots, s: number, { at, index, value }: SetOp): void => {
  const read = (bit: number): number => bitOf(shots, s, bit);
  const from = at + valueOf(classicalOffset(index, read));
  const bits = classicalBits(valueOf(evaluateClassical(value, read)), value.type);
  for (let k = 0; k < value.type.width; k++) {
    setBit(shots, s, from + k, Number((bits >> BigInt(k)) & 1n));
  }
};

/** The angles of a computed gate for shot `s`. Throws {@link Stopped}. */
export const anglesOf = (
  shots: Shots,
  s: number,
  params: readonly Classical[],
): readonly number[] =>
  params.map((param) => {
    const angle = valueOf(evaluateClassical(param, (bit) => bitOf(shots, s, bit))) as number;
    if (Number.isFinite(angle)) return angle;
    return stop({
      code: 'CIRCUIT_STOPPED',
      message: `an angle of ${angle}`,
      hint: 'Guard the gate with a condition, or use values for which its angle is defined',
    });
  });

const isOperation = (value: Classical): value is ClassicalOperation =>
  Object.hasOwn(CLASSICAL_OPERATORS, value.op);

const rangeOf = (at: number, width: number, index: ClassicalIndex | undefined): number[] => {
  const last = index === undefined ? 0 : (index.count - 1) * index.stride;
  return Array.from({ length: last + width }, (_, k) => at + k);
};

/** Bits that an expression may read. */
export const bitsRead = (value: Classical): readonly number[] => {
  if (isOperation(value)) return value.args.flatMap(bitsRead);
  if (value.op === 'cast') return bitsRead(value.of);
  if (value.op === 'constant') return [];
  const own = rangeOf(value.at, value.type.width, value.index);
  return value.index === undefined ? own : [...own, ...bitsRead(value.index.by)];
};

/** Bits that an assignment may read, its own ones not counted, and write. */
export const bitsOfSet = ({ at, index, value }: SetOp) => ({
  read: [...bitsRead(value), ...(index === undefined ? [] : bitsRead(index.by))],
  written: rangeOf(at, value.type.width, index),
});
