import type {
  Assignment,
  Block,
  ClassicalDeclaration,
  Expression,
  For,
  IoDeclaration,
  ScalarTypeNode,
  Statement,
  Switch,
  ArrayTypeNode,
} from '../../src/syntax/ast.ts';
import { evaluate, itemsOf, placeOf } from './expressions.ts';
import { performGate, qubitsIn } from './gates.ts';
import { kindOf } from './kinds.ts';
import { binary } from './operators.ts';
import { fitted, joinedPlace } from './places.ts';
import { callSubroutine } from './subroutines.ts';
import {
  NoValue,
  bits,
  convert,
  copied,
  integerOf,
  isTrue,
  unexpected,
  type Datum,
  type Kind,
} from './values.ts';
import { Leave, type Place, Scope, variable, type World } from './world.ts';

/** The value that a variable has before anything is written: zeros. */
const blank = (kind: Kind): Datum => {
  if (kind.t === 'time') return { t: 'time', w: null, v: 0 };
  if (kind.t === 'bits') return bits(Array.from({ length: kind.w ?? 1 }, () => 0), kind.w === null);
  return convert(bits([0], true), kind);
};

const blankArray = (world: World, scope: Scope, node: ArrayTypeNode): Datum => {
  const base = blank(kindOf(world, scope, node.base));
  const sizes = node.dimensions.map((size) => Number(integerOf(evaluate(world, scope, size))));
  return sizes.reduceRight<Datum>(
    (item, size) => ({ t: 'array', items: Array.from({ length: size }, () => copied(item)) }),
    base,
  );
};

/** A new variable of a declared type. */
const declared = (
  world: World,
  scope: Scope,
  type: ScalarTypeNode | ArrayTypeNode,
  initial: Datum | null,
): Place => {
  const start = type.kind === 'array' ? blankArray(world, scope, type) : null;
  const kind = type.kind === 'scalar' ? kindOf(world, scope, type) : null;
  const like = start ?? blank(kind!);
  const fit = (value: Datum): Datum => fitted(like, value);
  return variable(initial === null ? like : fit(initial), fit);
};

const declareVariable = (world: World, scope: Scope, node: ClassicalDeclaration): void => {
  const initial = node.initial === null ? null : evaluate(world, scope, node.initial);
  const place = declared(world, scope, node.type, initial);
  scope.declare(node.name.text, { is: 'place', place, constant: node.constant });
};

const declareIo = (world: World, scope: Scope, { name, type, direction }: IoDeclaration): void => {
  const given = world.inputs.get(name.text) ?? null;
  if (direction === 'input' && given === null) unexpected(`no value for ${name.text}`);
  const place = declared(world, scope, type, given);
  scope.declare(name.text, { is: 'place', place, constant: false });
};

const aliased = (world: World, scope: Scope, value: Expression): Place => {
  if (value.kind === 'group') return aliased(world, scope, value.inner);
  if (value.kind !== 'binary') return placeOf(world, scope, value);
  return joinedPlace(aliased(world, scope, value.left), aliased(world, scope, value.right));
};

const assign = (world: World, scope: Scope, { target, operator, value }: Assignment): void => {
  // what is on the right comes first: it may have effects
  const right = evaluate(world, scope, value);
  const place = placeOf(world, scope, target);
  if (operator === '~') unexpected('~=');
  place.set(operator === null ? copied(right) : binary(operator as '+', place.get(), right));
};

const runLoop = (world: World, scope: Scope, body: Block): 'on' | 'out' => {
  if (--world.fuel < 0) throw new NoValue('the program does not end');
  try {
    runBlock(world, scope, body);
  } catch (leave) {
    if (leave instanceof Leave && leave.how === 'break') return 'out';
    if (!(leave instanceof Leave && leave.how === 'continue')) throw leave;
  }
  return 'on';
};

const runFor = (world: World, scope: Scope, { type, name, over, body }: For): void => {
  const kind = kindOf(world, scope, type);
  for (const item of itemsOf(world, scope, over)) {
    const inner = new Scope(scope);
    const place = variable(convert(item, kind), (value) => convert(value, kind));
    inner.declare(name.text, { is: 'place', place, constant: false });
    if (runLoop(world, inner, body) === 'out') return;
  }
};

const runSwitch = (world: World, scope: Scope, { subject, cases, otherwise }: Switch): void => {
  const value = integerOf(evaluate(world, scope, subject));
  const chosen = cases.find(({ labels }) =>
    labels.some((label) => integerOf(evaluate(world, scope, label)) === value),
  );
  const body = chosen?.body ?? otherwise;
  if (body !== null) runBlock(world, scope, body);
};

/** Statements in a scope of their own. */
export const runBlock = (world: World, scope: Scope, { statements }: Block): void => {
  const inner = new Scope(scope);
  for (const statement of statements) run(world, inner, statement);
};

const measureInto = (world: World, scope: Scope, source: Expression, target: Expression): void => {
  const operand = evaluate(world, scope, source);
  const outcomes = qubitsIn(operand).map((qubit) => world.machine.measure(qubit));
  const single = operand.t === 'qubits' && operand.single;
  placeOf(world, scope, target).set(bits(outcomes, single));
};

const runExpression = (world: World, scope: Scope, expression: Expression): void => {
  const isCall = expression.kind === 'call' && world.globals.find(expression.callee.text);
  if (isCall) callSubroutine(world, scope, expression.callee.text, expression.args);
  else evaluate(world, scope, expression);
};

/** Performs one statement. */
export const run = (world: World, scope: Scope, s: Statement): void => {
  switch (s.kind) {
    case 'qubits': {
      const size = s.size === null ? null : Number(integerOf(evaluate(world, scope, s.size)));
      const names = Array.from({ length: size ?? 1 }, (_, k) =>
        size === null ? s.name.text : `${s.name.text}[${k}]`,
      );
      const q = names.map((name) => world.machine.add(name));
      const place = variable({ t: 'qubits', q, single: size === null }, (value) => value);
      return scope.declare(s.name.text, { is: 'place', place, constant: true });
    }
    case 'variable':
      return declareVariable(world, scope, s);
    case 'io':
      return declareIo(world, scope, s);
    case 'alias': {
      const place = aliased(world, scope, s.value);
      return scope.declare(s.name.text, { is: 'place', place, constant: false });
    }
    case 'gate':
      return scope.declare(s.name.text, { is: 'gate', definition: s });
    case 'def':
      return scope.declare(s.name.text, { is: 'def', definition: s });
    case 'block':
      return runBlock(world, scope, s);
    case 'box':
      return runBlock(world, scope, s.body);
    case 'assign':
      return assign(world, scope, s);
    case 'expression':
      return runExpression(world, scope, s.expression);
    default:
      return runControl(world, scope, s);
  }
};

const runControl = (world: World, scope: Scope, s: Statement): void => {
  switch (s.kind) {
    case 'gatecall':
      // a call without parentheses may be one of a subroutine
      if (world.globals.find(s.name.text)?.is !== 'def') return performGate(world, scope, s);
      callSubroutine(world, scope, s.name.text, [...(s.args ?? []), ...s.operands]);
      return;
    case 'measure':
      return measureInto(world, scope, s.source, s.target);
    case 'reset':
      for (const qubit of qubitsIn(evaluate(world, scope, s.operand))) world.machine.reset(qubit);
      return;
    case 'if': {
      const body = isTrue(evaluate(world, scope, s.condition)) ? s.then : s.otherwise;
      if (body !== null) runBlock(world, scope, body);
      return;
    }
    case 'for':
      return runFor(world, scope, s);
    case 'while':
      while (isTrue(evaluate(world, scope, s.condition))) {
        if (runLoop(world, scope, s.body) === 'out') return;
      }
      return;
    case 'switch':
      return runSwitch(world, scope, s);
    case 'break':
    case 'continue':
    case 'end':
      throw new Leave(s.kind);
    case 'return':
      throw new Leave('return', s.value && evaluate(world, scope, s.value));
    case 'broken':
      return unexpected('a statement that was not read');
    default:
      // includes are read before; the rest orders, waits or speaks to a device
  }
};
