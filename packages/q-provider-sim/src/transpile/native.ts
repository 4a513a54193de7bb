import type { CircuitOp, GateOp, QDeviceProfile } from '@xdv/domain-model';
import { oneQubitSynthesis, type Performs, type Synthesize } from './one-qubit.ts';
import { entanglerOf, lowerTwoQubit, type Entangler } from './two-qubit.ts';

/** What a device performs, and how it performs the rest. */
export interface NativeSet {
  readonly performs: Performs;
  readonly synthesize: Synthesize;
  /** Undefined if the device has no gates on two qubits. */
  readonly entangler: Entangler | undefined;
}

/** The gates of a device: `native` narrows `gates`. */
export const performsOf = ({ gates, native }: QDeviceProfile): Performs => {
  const known = new Set(gates);
  const exact = native && new Set(native.map(({ gate, controls }) => `${gate}/${controls}`));
  return (gate, controls) => known.has(gate) && (exact?.has(`${gate}/${controls}`) ?? true);
};

/** The native set of what is performed, or what is missing in words. */
export const nativeSetOf = (performs: Performs): NativeSet | string => {
  const synthesize = oneQubitSynthesis(performs);
  if (!synthesize) {
    return 'gates on one qubit: it needs rz or p with sx, sxdg, rx, ry or h, or rx with ry, or u';
  }
  return { performs, synthesize, entangler: entanglerOf(performs) };
};

const isPair = ({ targets, controls }: GateOp): boolean => targets.length + controls.length === 2;

/** Replaces gates on two qubits that a device lacks by those it has, between others on one. */
export const lowerPairs = (
  ops: readonly CircuitOp[],
  { performs, entangler }: NativeSet,
): readonly CircuitOp[] => {
  const lowered = (body: readonly CircuitOp[]): readonly CircuitOp[] =>
    body.flatMap((op): readonly CircuitOp[] => {
      if (op.kind === 'while') return [{ ...op, body: lowered(op.body) }];
      if (op.kind === 'if') {
        return [{ ...op, then: lowered(op.then), otherwise: lowered(op.otherwise) }];
      }
      if (op.kind !== 'gate' || !isPair(op) || performs(op.gate, op.controls.length)) return [op];
      return entangler === undefined ? [op] : lowerTwoQubit(op, entangler);
    });
  return lowered(ops);
};

/** What a device lacks for the gates on two qubits that are left as they were. */
export const missingPair = (
  ops: readonly CircuitOp[],
  { performs }: Pick<NativeSet, 'performs'>,
): string | undefined => {
  for (const op of ops) {
    const bodies = op.kind === 'if' ? [...op.then, ...op.otherwise] : [];
    const inside = missingPair(op.kind === 'while' ? op.body : bodies, { performs });
    if (inside !== undefined) return inside;
    if (op.kind !== 'gate' || !isPair(op) || performs(op.gate, op.controls.length)) continue;
    return 'a gate that entangles two qubits, such as x or z with a control, rxx, rzz or iswap';
  }
  return undefined;
};
