import { fail, ok, type Result } from '../fault.ts';
import { show } from '../invariant.ts';
import {
  CIRCUIT_LIMITS,
  type Circuit,
  type CircuitOp,
  type ComputedOp,
  type GateOp,
  type SetOp,
} from './circuit.ts';
import { GATES } from './gates.ts';
import { Invalid, isIndex, reject } from './reject.ts';
import { checkClassical, checkWrite } from './validate-classical.ts';

const checkIndices = (where: string, what: string, list: unknown, size: number): void => {
  if (!Array.isArray(list)) reject(where, `${what} must be a list, got ${typeof list}`);
  for (const value of list as unknown[]) {
    if (!isIndex(value, size)) reject(where, `${what} ${show(value)} is not in 0..${size - 1}`);
  }
};

const checkDistinct = (where: string, what: string, list: readonly number[]): void => {
  if (new Set(list).size !== list.length) reject(where, `${what} ${list.join(', ')} repeat`);
};

const checkGate = (where: string, op: GateOp | ComputedOp, qubits: number): void => {
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
};

const checkAngles = (where: string, { params }: GateOp): void => {
  for (const angle of params) {
    if (!Number.isFinite(angle)) reject(where, `angle ${show(angle)} is not a finite number`);
  }
};

/** Checks expressions and counts their parts as operations. */
const checkComputed = (where: string, { params }: ComputedOp, scope: Scope): void => {
  for (const angle of params) {
    scope.budget.left -= scope.times * checkClassical(where, angle, scope.memory);
    if (angle.type.kind !== 'float') reject(where, `an angle of type ${angle.type.kind}`);
  }
};

const checkSet = (where: string, op: SetOp, scope: Scope): void => {
  scope.budget.left -= scope.times * checkWrite(where, op, scope.memory);
};

const checkIf = (where: string, op: CircuitOp & { kind: 'if' | 'while' }, bits: number): void => {
  checkIndices(where, 'bit', op.bits, bits);
  checkIndices(where, 'value', op.values, 2);
  if (op.bits.length !== op.values.length) reject(where, 'a condition needs one value per bit');
  if (op.bits.length === 0) reject(where, 'a condition needs at least one bit');
};

const checkWhile = (where: string, op: CircuitOp & { kind: 'while' }, memory: number): void => {
  checkIf(where, op, memory);
  const { roundsMax } = CIRCUIT_LIMITS;
  if (isIndex(op.max, roundsMax + 1) && op.max > 0) return;
  reject(where, `a loop has 1 to ${roundsMax} rounds, got ${show(op.max)}`);
};

/** What is left of the limits: operations, and qubits held up by conditions. */
interface Budget {
  left: number;
  work: number;
}

/** Where operations stand. */
interface Scope {
  readonly qubits: number;
  /** Classical bits of both kinds. */
  readonly memory: number;
  readonly budget: Budget;
  readonly depth: number;
  /** How often the loops around may perform them: each time counts against the limits. */
  readonly times: number;
}

const checkOp = (where: string, op: CircuitOp, scope: Scope): void => {
  const { qubits, memory } = scope;
  switch (op.kind) {
    case 'gate':
      checkGate(where, op, qubits);
      return checkAngles(where, op);
    case 'computed':
      checkGate(where, op, qubits);
      return checkComputed(where, op, scope);
    case 'measure':
      checkIndices(where, 'qubit', [op.qubit], qubits);
      return checkIndices(where, 'bit', [op.bit], memory);
    case 'reset':
      return checkIndices(where, 'qubit', [op.qubit], qubits);
    case 'barrier':
      return checkIndices(where, 'qubit', op.qubits, qubits);
    case 'delay':
      checkIndices(where, 'qubit', [op.qubit], qubits);
      if (!Number.isSafeInteger(op.ns) || op.ns < 0) reject(where, `delay ${show(op.ns)} ns`);
      return;
    case 'set':
      return checkSet(where, op, scope);
    case 'if':
      return checkIf(where, op, memory);
    case 'while':
      return checkWhile(where, op, memory);
    default:
      reject(where, `unknown operation ${show((op as { kind: unknown }).kind)}`);
  }
};

const checkBodies = (op: CircuitOp, path: string, scope: Scope): void => {
  if (op.kind !== 'if' && op.kind !== 'while') return;
  const { budget, qubits } = scope;
  const times = scope.times * (op.kind === 'while' ? op.max : 1);
  const inner = { ...scope, depth: scope.depth + 1, times };
  budget.work -= inner.times * qubits;
  if (budget.work < 0) reject(path, 'too many conditions for this many qubits');
  if (op.kind === 'while') return checkBlock(op.body, `${path}.body`, inner);
  checkBlock(op.then, `${path}.then`, inner);
  checkBlock(op.otherwise, `${path}.otherwise`, inner);
};

const checkBlock = (ops: readonly CircuitOp[], path: string, scope: Scope): void => {
  if (!Array.isArray(ops)) reject(path, 'operations must be a list');
  const { depthMax, opsMax } = CIRCUIT_LIMITS;
  if (scope.depth > depthMax) reject(path, `conditions nest deeper than ${depthMax}`);
  for (const [index, op] of ops.entries()) {
    const where = `${path}[${index}]`;
    scope.budget.left -= scope.times;
    if (scope.budget.left < 0) reject(where, `more than ${opsMax} operations`);
    if (op === null || typeof op !== 'object') reject(where, 'is not an operation');
    checkOp(where, op, scope);
    checkBodies(op, where, scope);
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
  const { scratch = 0 } = circuit;
  if (!isIndex(circuit.qubits, qubitsMax + 1) || circuit.qubits === 0) {
    const message = `a circuit has 1 to ${qubitsMax} qubits, got ${show(circuit.qubits)}`;
    return fail('CIRCUIT_INVALID', message, hint);
  }
  if (!isIndex(circuit.bits, bitsMax + 1)) {
    const message = `a circuit has 0 to ${bitsMax} classical bits, got ${show(circuit.bits)}`;
    return fail('CIRCUIT_INVALID', message, hint);
  }
  if (!isIndex(scratch, bitsMax - circuit.bits + 1)) {
    const message = `a circuit has 0 to ${bitsMax} bits in all, got ${show(scratch)} of its own`;
    return fail('CIRCUIT_INVALID', message, hint);
  }
  const { qubits, bits, ops } = circuit;
  const budget = { left: opsMax, work: conditionQubitsMax };
  try {
    checkBlock(ops, 'ops', { qubits, memory: bits + scratch, budget, depth: 0, times: 1 });
    return ok(circuit);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return fail('CIRCUIT_INVALID', error.message, hint);
  }
};
