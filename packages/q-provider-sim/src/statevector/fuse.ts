import { unit, type Complex, type Matrix } from './complex.ts';
import { rotationX } from './gates.ts';
import { canonicalForm } from './kak.ts';
import { mergeRuns, qubitsOf } from './lower.ts';
import { identity4, multiply4, tensor, type Matrix4 } from './matrix4.ts';
import { phaseAt, type Op } from './ops.ts';

const IDENTITY = [1, 0, 0, 0, 0, 0, 1, 0] as const;

/** Operations in a row on one pair of qubits. */
interface Run {
  readonly a: number;
  readonly b: number;
  readonly ops: Op[];
}

const isWide = (op: Op): boolean => qubitsOf(op).length === 2;

/** Puts a 2×2 matrix on the basis states p and q. */
const putBlock = (out: Matrix4, m: Matrix, p: number, q: number): void => {
  for (const [k, [row, column]] of ([[p, p], [p, q], [q, p], [q, q]] as const).entries()) {
    out[8 * row + 2 * column] = m[2 * k]!;
    out[8 * row + 2 * column + 1] = m[2 * k + 1]!;
  }
};

/** The matrix of an operation of a run: the first qubit is the lower bit. */
const matrixOf = (op: Op, a: number): Matrix4 => {
  if (op.kind === 'turn') {
    return op.qubit === a ? tensor(IDENTITY, op.matrix) : tensor(op.matrix, IDENTITY);
  }
  const out = new Float64Array(32);
  if (op.kind === 'phase') {
    for (let k = 0; k < 4; k++) {
      const bits = op.qubits.map((qubit) => (qubit === a ? k & 1 : k >> 1));
      const index = bits.reduce((sum, bit, j) => sum + (bit << j), 0);
      [out[10 * k], out[10 * k + 1]] = phaseAt(op, index);
    }
    return out;
  }
  if (op.kind === 'flip') {
    const control = op.control === a ? 1 : 2;
    for (let k = 0; k < 4; k++) out[8 * ((k & control) === 0 ? k : k ^ (3 - control)) + 2 * k] = 1;
    return out;
  }
  const ordered = op.qubits[0] === a;
  putBlock(out, op.even, 0, 3);
  putBlock(out, op.odd, ordered ? 1 : 2, ordered ? 2 : 1);
  return out;
};

/** Arithmetic per amplitude between the first and the last operation on both qubits. */
const innerCost = (ops: readonly Op[]): number => {
  const first = ops.findIndex(isWide);
  const last = ops.findLastIndex(isWide);
  let cost = 0;
  for (const [k, op] of ops.entries()) {
    if (op.kind === 'pair') cost += 3;
    else if (op.kind === 'turn' && k > first && k < last) cost += 2;
  }
  return cost;
};

/** What a canonical form costs there. */
const CANONICAL_COST = 3;

const closeRun = ({ a, b, ops }: Run, out: Op[]): void => {
  if (innerCost(ops) <= CANONICAL_COST) {
    out.push(...ops);
    return;
  }
  const unitary = ops.reduce((sum, op) => multiply4(matrixOf(op, a), sum), identity4());
  const { before, angles, after } = canonicalForm(unitary);
  const [phiPlus, phiMinus, psiPlus, psiMinus] = angles;
  const even = unit((phiPlus + phiMinus) / 2);
  const odd = unit((psiPlus + psiMinus) / 2);
  const phases: readonly Complex[] = [even, odd, odd, even];
  out.push(
    { kind: 'turn', qubit: a, matrix: before.low },
    { kind: 'turn', qubit: b, matrix: before.high },
    {
      kind: 'pair',
      qubits: [a, b],
      even: rotationX(phiMinus - phiPlus),
      odd: rotationX(psiMinus - psiPlus),
    },
    { kind: 'phase', qubits: [a, b], phases },
    { kind: 'turn', qubit: a, matrix: after.low },
    { kind: 'turn', qubit: b, matrix: after.high },
  );
};

/**
 * Replaces runs on two qubits by their canonical form where that is less arithmetic: four turns,
 * which merge with their neighbours, two rotations and a phase (Kraus and Cirac 2001). Depends on
 * the kinds of operations only, not on their angles.
 */
export const fuseRuns = (ops: readonly Op[], qubits: number): Op[] => {
  const out: Op[] = [];
  const open: (Run | undefined)[] = Array.from({ length: qubits });
  const waiting: Op[][] = Array.from({ length: qubits }, () => []);
  const close = (run: Run | undefined): void => {
    if (run === undefined) return;
    open[run.a] = undefined;
    open[run.b] = undefined;
    closeRun(run, out);
  };
  const flush = (qubit: number): void => {
    close(open[qubit]);
    out.push(...waiting[qubit]!.splice(0));
  };
  for (const op of ops) {
    const on = qubitsOf(op);
    const [a, b] = on;
    if (a === undefined || on.length > 2) {
      for (const qubit of on) flush(qubit);
      out.push(op);
    } else if (b === undefined) {
      (open[a]?.ops ?? waiting[a]!).push(op);
    } else if (open[a] !== undefined && open[a] === open[b]) {
      open[a].ops.push(op);
    } else {
      close(open[a]);
      close(open[b]);
      const run = { a, b, ops: [...waiting[a]!.splice(0), ...waiting[b]!.splice(0), op] };
      open[a] = run;
      open[b] = run;
    }
  }
  for (let qubit = 0; qubit < qubits; qubit++) flush(qubit);
  return mergeRuns(out, qubits);
};
