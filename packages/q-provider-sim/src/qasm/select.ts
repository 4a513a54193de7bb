import type { Operand, Range, Selector } from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import { evaluateIndex } from './evaluate.ts';
import type { Lowering } from './lowering.ts';
import type { Register } from './scope.ts';

const WHAT = { qubits: 'qubits', bits: 'classical bits', variable: 'a classical value' } as const;

/** The register that a name stands for. */
const registerOf = (low: Lowering, { name, at }: Operand, kind: Register['kind']): Register => {
  const binding = low.lookup(name);
  if (binding?.kind === kind) return binding;
  if (binding === undefined) {
    const old = kind === 'qubits' ? `qreg ${name}[2];` : `creg ${name}[2];`;
    const now = kind === 'qubits' ? `qubit[2] ${name};` : `bit[2] ${name};`;
    const hint = `Declare it above, for example ${low.version === 2 ? old : now}`;
    throw new Problem(at, `${quote(name)} is not declared`, hint);
  }
  const message = `${quote(name)} is ${WHAT[binding.kind]}, expected ${WHAT[kind]}`;
  throw new Problem(at, message, `Use ${WHAT[kind]} here`);
};

/** The qubits or bits that an operand stands for, and whether it is a single one. */
export const select = (low: Lowering, operand: Operand, kind: Register['kind']): Register => {
  const { name, selectors, at } = operand;
  let register = registerOf(low, operand, kind);
  for (const selector of selectors) {
    if (register.single) {
      const message = `${quote(name)} is single here and takes no index`;
      throw new Problem(selector.at, message, 'Remove the index');
    }
    register = part(low, register, selector, name);
  }
  low.charge(register.indices.length, at);
  return register;
};

const part = (low: Lowering, register: Register, selector: Selector, name: string): Register => {
  const { kind, indices } = register;
  const pick = (index: number, at: number): number => {
    // a negative index counts from the end, in version 3
    const found = indices[index < 0 ? index + indices.length : index];
    if (found !== undefined) return found;
    const hint = `${quote(name)} has indices 0 to ${indices.length - 1} here`;
    throw new Problem(at, `index ${index} is out of range`, hint);
  };
  if (selector.kind === 'index') {
    const index = evaluateIndex(selector.index, low);
    return { kind, indices: [pick(index, selector.at)], single: true };
  }
  const chosen =
    selector.kind === 'set'
      ? selector.items.map((item) => pick(evaluateIndex(item, low), item.at))
      : sliceOf(low, selector, selector.at, indices.length).map((i) => pick(i, selector.at));
  return { kind, indices: chosen, single: false };
};

/** The indices of a slice of `size` elements. */
const sliceOf = (low: Lowering, range: Range, at: number, size: number): readonly number[] => {
  const step = range.step === undefined ? 1 : evaluateIndex(range.step, low);
  const end = (expression: Range['start'], missing: number): number => {
    const index = expression === undefined ? missing : evaluateIndex(expression, low);
    return index < 0 ? index + size : index;
  };
  const start = end(range.start, step > 0 ? 0 : size - 1);
  const stop = end(range.stop, step > 0 ? size - 1 : 0);
  const values = rangeValues(low, start, step, stop, at);
  if (values.length > 0) return values;
  throw new Problem(at, 'this slice is empty', 'Both ends of a slice are included');
};

/** Work of one value of a range, next to that of one expression node. */
const VALUE_STEPS = 4;

/** `start:step:stop`, both ends included. Charged before it is made. */
export const rangeValues = (
  low: Lowering,
  start: number,
  step: number,
  stop: number,
  at: number,
): readonly number[] => {
  if (step === 0) throw new Problem(at, 'a range has step 0', 'Use a step other than 0');
  const length = Math.max(0, Math.floor((stop - start) / step) + 1);
  low.charge(VALUE_STEPS * length, at);
  return Array.from({ length }, (_, k) => start + k * step);
};
