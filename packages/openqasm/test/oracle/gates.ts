import type { Expression, GateCall, Modifier, Statement } from '../../src/syntax/ast.ts';
import {
  adjoint,
  applied,
  builtInU,
  controlled,
  polar,
  raised,
  type Amplitude,
  type Matrix,
} from './matrix.ts';
import { integerOf, realOf, float, unexpected, type Datum } from './values.ts';
import { Scope, variable, type World } from './world.ts';

const realsOf = (world: World, scope: Scope, args: readonly Expression[] | null): number[] =>
  (args ?? []).map((arg) => realOf(world.evaluate(scope, arg)));

/** `matrix` as it is after a modifier. */
const modified = (world: World, scope: Scope, matrix: Matrix, modifier: Modifier): Matrix => {
  switch (modifier.kind) {
    case 'inv':
      return adjoint(matrix);
    case 'pow':
      return raised(matrix, realOf(world.evaluate(scope, modifier.exponent)));
    default: {
      const { count, kind } = modifier;
      const controls = count === null ? 1 : Number(integerOf(world.evaluate(scope, count)));
      return controlled(matrix, controls, kind === 'ctrl' ? 1 : 0);
    }
  }
};

/** The matrix of a call, modifiers included: the one next to the gate comes first. */
export const matrixOfCall = (
  world: World,
  scope: Scope,
  { name, args, modifiers }: GateCall,
): Matrix => {
  let matrix = matrixOf(world, name.text, realsOf(world, scope, args));
  for (const modifier of modifiers.toReversed()) {
    matrix = modified(world, scope, matrix, modifier);
  }
  return matrix;
};

const sizeOf = (matrix: Matrix): number => Math.log2(matrix.length);

/** The matrix of a gate by name, for these angles. */
export const matrixOf = (world: World, name: string, angles: readonly number[]): Matrix => {
  if (name === 'U') return builtInU(angles[0]!, angles[1]!, angles[2]!);
  if (name === 'gphase') return [[polar(1, angles[0]!)]];
  const key = `${name} ${angles.join(' ')}`;
  const known = world.gates.get(key);
  if (known !== undefined) return known;
  const found = world.globals.find(name);
  if (found?.is !== 'gate') return unexpected(`${name} as a gate`);
  const { params, qubits, body } = found.definition;
  const inner = new Scope(world.globals);
  for (const [k, { text }] of params.entries()) {
    const place = variable(float(angles[k]!), (value) => value);
    inner.declare(text, { is: 'place', place, constant: true });
  }
  for (const [k, { text }] of qubits.entries()) {
    const operand: Datum = { t: 'qubits', q: [k], single: true };
    const place = variable(operand, (value) => value);
    inner.declare(text, { is: 'place', place, constant: true });
  }
  const matrix = matrixOfBody(world, inner, body?.statements ?? [], 2 ** qubits.length);
  world.gates.set(key, matrix);
  return matrix;
};

/** The product of the calls in the body of a gate, column by column. */
const matrixOfBody = (
  world: World,
  scope: Scope,
  body: readonly Statement[],
  size: number,
): Matrix => {
  const steps = body.filter((statement) => statement.kind === 'gatecall');
  const columns = Array.from({ length: size }, (_, column) => {
    let state: readonly Amplitude[] = Array.from({ length: size }, (_unused, k) => [
      k === column ? 1 : 0,
      0,
    ]);
    for (const step of steps) {
      const qubits = step.operands.flatMap((operand) => qubitsIn(world.evaluate(scope, operand)));
      state = applied(state, matrixOfCall(world, scope, step), qubits);
    }
    return state;
  });
  return Array.from({ length: size }, (_, row) => columns.map((column) => column[row]!));
};

export const qubitsIn = (d: Datum): readonly number[] =>
  d.t === 'qubits' ? d.q : unexpected(`${d.t} as qubits`);

/** Performs a call on every tuple of its operands: registers go along each other. */
export const performGate = (world: World, scope: Scope, call: GateCall): void => {
  const matrix = matrixOfCall(world, scope, call);
  const operands = call.operands.map((operand) => world.evaluate(scope, operand));
  const registers = operands.filter((d) => d.t === 'qubits' && !d.single);
  const count = registers.length === 0 ? 1 : qubitsIn(registers[0]!).length;
  if (operands.length !== sizeOf(matrix)) unexpected(`${operands.length} operands`);
  for (let k = 0; k < count; k++) {
    const qubits = operands.map((d) => {
      const all = qubitsIn(d);
      return d.t === 'qubits' && d.single ? all[0]! : all[k]!;
    });
    world.machine.apply(matrix, qubits);
  }
};
