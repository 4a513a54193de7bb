import type { CircuitOp, GateOp } from '@xdv/domain-model';
import { cancelInverses } from './cancel.ts';
import { dagOf } from './dag.ts';
import { cheapestPair, matrixOfPair, type PairCosts } from './interaction.ts';
import { lowerPairs, type NativeSet } from './native.ts';
import type { Entangler } from './two-qubit.ts';

const isPair = (op: CircuitOp): boolean =>
  op.kind === 'gate' && op.targets.length + op.controls.length === 2;

const countPairs = (ops: readonly CircuitOp[]): number => ops.filter(isPair).length;

const costsOf = ({ half, any }: Entangler): PairCosts => ({
  half: countPairs(half(0, 1)),
  any: countPairs(any(1, 0, 1)),
});

/** Gates in a row, and what is none by itself. */
const rows = (ops: readonly CircuitOp[]): readonly (readonly CircuitOp[])[] => {
  const all: CircuitOp[][] = [];
  let open = false;
  for (const op of ops) {
    const isGate = op.kind === 'gate';
    if (isGate && open) all.at(-1)!.push(op);
    else all.push([op]);
    open = isGate;
  }
  return all;
};

const cheaper = (
  row: readonly CircuitOp[],
  native: NativeSet,
  costs: PairCosts,
): readonly CircuitOp[] => {
  if (countPairs(row) < 2) return row;
  const cost = countPairs(cancelInverses(lowerPairs(row, native)));
  if (cost < 2) return row;
  const gates = row as readonly GateOp[];
  const first = gates.find(isPair)!;
  const [a = 0, b = 0] = [...first.controls, ...first.targets];
  const best = cheapestPair(matrixOfPair(gates, a), a, b, costs);
  return best.cost < cost ? best.ops : row;
};

/**
 * Replaces gates in a row on one pair of qubits, such as a swap and what it was for, by at most
 * three controlled nots or as many interactions as it takes, where that is fewer gates.
 */
export const resynthesizePairs = (
  ops: readonly CircuitOp[],
  native: NativeSet,
): readonly CircuitOp[] => {
  const { entangler } = native;
  if (entangler === undefined) return ops;
  const costs = costsOf(entangler);
  const inside = (body: readonly CircuitOp[]): readonly CircuitOp[] => {
    const { head, ops: nodes } = dagOf(body);
    return [...head, ...nodes.flatMap((node) => rows(node).flatMap(nested))];
  };
  const nested = (row: readonly CircuitOp[]): readonly CircuitOp[] => {
    const [op] = row;
    if (op?.kind === 'while') return [{ ...op, body: inside(op.body) }];
    if (op?.kind === 'if') {
      return [{ ...op, then: inside(op.then), otherwise: inside(op.otherwise) }];
    }
    return cheaper(row, native, costs);
  };
  return inside(ops);
};
