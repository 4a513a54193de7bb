import { fail, ok, type Result } from '../fault.ts';
import { show } from '../invariant.ts';
import { CIRCUIT_LIMITS, type Circuit, type CircuitOp } from './circuit.ts';
import { GATES } from './gates.ts';

class Invalid extends Error {}

const reject = (where: string, why: string): never => {
  throw new Invalid(`${where}: ${why}`);
};

const isIndex = (value: unknown, size: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < size;

const checkIndices = (where: string, what: string, list: unknown, size: number): void => {
  if (!Array.isArray(list)) reject(where, `${what} must be a list, got ${typeof list}`);
  for (const value of list as unknown[]) {
    if (!isIndex(value, size)) reject(where, `${what} ${show(value)} is not in 0..${size - 1}`);
  }
};

const checkDistinct = (where: string, what: string, list: readonly number[]): void => {
  if (new Set(list).size !== list.length) reject(where, `${what} ${list.join(', ')} repeat`);
};

const checkGate = (where: string, op: CircuitOp & { kind: 'gate' }, qubits: number): void => {
  const named = typeof op.gate === 'string' && Object.hasOwn(GATES, op.gate);
  if (!named) reject(where, `unknown gate ${show(op.gate)}`);
  const row = GATES[op.gate];
  checkIndices(where, 'qubit', op.targets, qubits);
  checkIndices(where, 'control', op.controls, qubits);
  checkDistinct(where, 'qubits', [...op.targets, ...op.controls]);
  if (op.targets.length !== row.qubits) {
    reject(where, `${op.gate} takes ${row.qubits} qubits, got ${op.targets.length}`);
  }
  if (!Array.isArray(op.params) || op.params.length !== row.params) {
    reject(where, `${op.gate} takes ${row.params} parameters`);
  }
  for (const angle of op.params) {
    if (!Number.isFinite(angle)) reject(where, `angle ${show(angle)} is not a finite number`);
  }
};

const checkIf = (where: string, op: CircuitOp & { kind: 'if' }, bits: number): void => {
  checkIndices(where, 'bit', op.bits, bits);
  checkIndices(where, 'value', op.values, 2);
  if (op.bits.length !== op.values.length) reject(where, 'a condition needs one value per bit');
  if (op.bits.length === 0) reject(where, 'a condition needs at least one bit');
};

const checkOp = (where: string, op: CircuitOp, circuit: Circuit): void => {
  switch (op.kind) {
    case 'gate':
      return checkGate(where, op, circuit.qubits);
    case 'measure':
      checkIndices(where, 'qubit', [op.qubit], circuit.qubits);
      return checkIndices(where, 'bit', [op.bit], circuit.bits);
    case 'reset':
      return checkIndices(where, 'qubit', [op.qubit], circuit.qubits);
    case 'barrier':
      return checkIndices(where, 'qubit', op.qubits, circuit.qubits);
    case 'delay':
      checkIndices(where, 'qubit', [op.qubit], circuit.qubits);
      if (!Number.isSafeInteger(op.ns) || op.ns < 0) reject(where, `delay ${show(op.ns)} ns`);
      return;
    case 'if':
      return checkIf(where, op, circuit.bits);
    default:
      reject(where, `unknown operation ${show((op as { kind: unknown }).kind)}`);
  }
};

/** What is left of the limits: operations, and qubits held up by conditions. */
interface Budget {
  left: number;
  work: number;
}

const checkBlock = (
  circuit: Circuit,
  ops: readonly CircuitOp[],
  path: string,
  depth: number,
  budget: Budget,
): void => {
  if (!Array.isArray(ops)) reject(path, 'operations must be a list');
  const { depthMax, opsMax } = CIRCUIT_LIMITS;
  if (depth > depthMax) reject(path, `conditions nest deeper than ${depthMax}`);
  for (const [index, op] of ops.entries()) {
    const where = `${path}[${index}]`;
    if (--budget.left < 0) reject(where, `more than ${opsMax} operations`);
    if (op === null || typeof op !== 'object') reject(where, 'is not an operation');
    checkOp(where, op, circuit);
    if (op.kind !== 'if') continue;
    budget.work -= circuit.qubits;
    if (budget.work < 0) reject(where, 'too many conditions for this many qubits');
    checkBlock(circuit, op.then, `${where}.then`, depth + 1, budget);
    checkBlock(circuit, op.otherwise, `${where}.otherwise`, depth + 1, budget);
  }
};

/**
 * Accepts `value` as a circuit if every index, angle and count is in range (XDV-011.2: checked
 * before anything is reserved). Fails with CIRCUIT_INVALID naming the operation.
 * Linear in the number of operations.
 */
export const validateCircuit = (value: unknown): Result<Circuit> => {
  const hint = 'Build circuits with circuit(qubits) or read them from OpenQASM';
  if (value === null || typeof value !== 'object') {
    return fail('CIRCUIT_INVALID', `expected a circuit, got ${show(value)}`, hint);
  }
  const circuit = value as Circuit;
  const { qubitsMax, bitsMax, opsMax, conditionQubitsMax } = CIRCUIT_LIMITS;
  if (!isIndex(circuit.qubits, qubitsMax + 1) || circuit.qubits === 0) {
    const message = `a circuit has 1 to ${qubitsMax} qubits, got ${show(circuit.qubits)}`;
    return fail('CIRCUIT_INVALID', message, hint);
  }
  if (!isIndex(circuit.bits, bitsMax + 1)) {
    const message = `a circuit has 0 to ${bitsMax} classical bits, got ${show(circuit.bits)}`;
    return fail('CIRCUIT_INVALID', message, hint);
  }
  try {
    checkBlock(circuit, circuit.ops, 'ops', 0, { left: opsMax, work: conditionQubitsMax });
    return ok(circuit);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return fail('CIRCUIT_INVALID', error.message, hint);
  }
};
