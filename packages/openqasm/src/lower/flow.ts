import type { CircuitOp } from '@xdv/domain-model';
import { BIT, constant } from './classical.ts';
import type { Slot } from './emitter.ts';
import type { Lowering } from './lowering.ts';

/** Where a break, continue, return or end goes: the end of what it leaves. */
export interface Target {
  readonly birth: number;
  readonly home: Slot[];
  /** Where in the circuit it begins. */
  readonly ops: CircuitOp[];
  readonly position: number;
  /** The bit that is 1 once the circuit has jumped; null if it never does while it runs. */
  flag: Slot | null;
}

/** How a statement ends. */
export interface Flow {
  /** It always goes there; null: it goes on, unless one of `maybe` was taken. */
  readonly jump: Target | null;
  /** Where the circuit may have gone while it ran; their flags tell. */
  readonly maybe: ReadonlySet<Target>;
}

const NOWHERE: ReadonlySet<Target> = new Set();

/** Goes on with the next statement. */
export const STRAIGHT: Flow = { jump: null, maybe: NOWHERE };

export const jumpTo = (jump: Target): Flow => ({ jump, maybe: NOWHERE });

export const openTarget = (low: Lowering): Target => ({
  birth: low.birth(),
  home: low.home,
  ops: low.out.ops,
  position: low.out.ops.length,
  flag: null,
});

/**
 * The bit of a target, for a jump that depends on outcomes. It is 0 from the beginning of what is
 * left on, so nothing else uses it before.
 */
const flagOf = (low: Lowering, target: Target): number => {
  if (target.flag === null) {
    target.flag = low.out.unused(1);
    target.home.push(target.flag);
  }
  return target.flag.at;
};

/** The bits that all have to be 0 for the program to be here. */
export const clear = (low: Lowering, maybe: ReadonlySet<Target>) => {
  const bits = [...maybe].map((target) => flagOf(low, target));
  return { bits, values: bits.map(() => 0) };
};

/** Jumps at the end of `ops`, on those outcomes on which the circuit comes there. */
export const raise = (low: Lowering, target: Target, ops = low.out.ops): void => {
  const value = constant(BIT, 1n);
  low.out.insert(ops, ops.length, { kind: 'set', at: flagOf(low, target), value });
};

/** What is left of `flow` behind the end of `target`. */
export const closeTarget = (low: Lowering, target: Target, { jump, maybe }: Flow): Flow => {
  const { flag, ops, position } = target;
  if (flag !== null && !flag.fresh) {
    low.out.insert(ops, position, { kind: 'set', at: flag.at, value: constant(BIT, 0n) });
  }
  const rest = new Set(maybe);
  rest.delete(target);
  return { jump: jump === target ? null : jump, maybe: rest };
};
