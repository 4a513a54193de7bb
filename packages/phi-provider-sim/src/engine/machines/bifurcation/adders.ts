import { op, V128, type FunctionWriter } from '@xdv/wasm';

/** Adds three bits of equal weight, 128 times side by side: the locals of the sum and the carry. */
const emitFullAdder = (
  f: FunctionWriter,
  [a, b, c]: readonly [number, number, number],
): readonly [sum: number, carry: number] => {
  const half = f.local(V128);
  const sum = f.local(V128);
  const carry = f.local(V128);
  f.get(a).get(b).simd(op.V128_XOR).tee(half).get(c).simd(op.V128_XOR).set(sum);
  f.get(a).get(b).simd(op.V128_AND).get(half).get(c).simd(op.V128_AND).simd(op.V128_OR).set(carry);
  return [sum, carry];
};

/**
 * Counts bits column by column: 2^planes - 1 rows, which `emitInput` puts on the stack in turn, to
 * the locals of the binary digits of the counts, lowest first (a tree of carry-save adders).
 */
export const emitCount = (
  f: FunctionWriter,
  planes: number,
  emitInput: (row: number) => void,
): readonly number[] => {
  const waiting: number[][] = Array.from({ length: planes }, () => []);
  const put = (digit: number, value: number): void => {
    const row = waiting[digit]!;
    row.push(value);
    const [a, b, c] = row;
    if (a === undefined || b === undefined || c === undefined) return;
    const [sum, carry] = emitFullAdder(f, [a, b, c]);
    row.length = 0;
    row.push(sum);
    put(digit + 1, carry);
  };
  for (let row = 0; row < 2 ** planes - 1; row++) {
    const input = f.local(V128);
    emitInput(row);
    f.set(input);
    put(0, input);
  }
  return waiting.map(([digit]) => digit!);
};
