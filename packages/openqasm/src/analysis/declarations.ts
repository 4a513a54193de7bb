import type {
  AliasDeclaration,
  ClassicalDeclaration,
  Expression,
  IoDeclaration,
  QubitDeclaration,
} from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { cast } from '../values/cast.ts';
import type { Value } from '../values/value.ts';
import { isConstant, reportRunning } from './constants.ts';
import { checkAgainst } from './convert.ts';
import { declare, declaredAt, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { runsOf } from './places.ts';
import type { QasmSymbol } from './symbol.ts';
import { qubitType, resolveType } from './type-node.ts';

/** `qubit[4] q;` */
export const qubits = (pass: Pass, s: QubitDeclaration): void => {
  const type = qubitType(pass, s.size);
  declare(pass, s.name, { ...declaredAt(pass, s.name, s), kind: 'qubits', type });
};

/** The value of a constant: null if only a device knows it, undefined if there is none. */
const valueOf = (pass: Pass, initial: Expression, type: Type): Value | null | undefined => {
  const from = pass.types[initial.id] ?? UNKNOWN;
  if (from.kind === 'unknown' || type.kind === 'unknown') return undefined;
  if (!isConstant(pass, initial)) {
    reportRunning(pass, initial, 'a constant');
    return undefined;
  }
  const known = pass.constants[initial.id];
  if (known === undefined) return null;
  const value = cast(known, from, type);
  if (value !== null) return value;
  const hint = 'Change what it is computed from';
  pass.error('CONSTANT_INVALID', initial, `no value as ${showType(type)}`, hint);
  return undefined;
};

const constant = (pass: Pass, s: ClassicalDeclaration, type: Type): QasmSymbol => {
  const base = declaredAt(pass, s.name, s);
  const { errors } = pass.issues;
  if (s.initial === null) return { ...base, kind: 'constant', type: UNKNOWN, value: null };
  checkAgainst(pass, s.initial, type);
  // what does not fit its type has no value of it
  const value = pass.issues.errors > errors ? undefined : valueOf(pass, s.initial, type);
  if (value === undefined) return { ...base, kind: 'constant', type: UNKNOWN, value: null };
  return { ...base, kind: 'constant', type, value };
};

/** `int[8] x = 1;`, `const float f = 2.0;`, `bit[4] c = measure q;` */
export const variable = (pass: Pass, s: ClassicalDeclaration): void => {
  const type = resolveType(pass, s.type);
  if (s.constant) {
    declare(pass, s.name, constant(pass, s, type));
    return;
  }
  if (s.initial !== null) checkAgainst(pass, s.initial, type);
  declare(pass, s.name, { ...declaredAt(pass, s.name, s), kind: 'variable', type });
};

/** `input angle[20] theta;` */
export const inputOrOutput = (pass: Pass, s: IoDeclaration): void => {
  const type = resolveType(pass, s.type);
  declare(pass, s.name, { ...declaredAt(pass, s.name, s), kind: s.direction, type });
};

/** The first part of what an alias is to stand for that was not declared as bits or qubits. */
const undeclared = (pass: Pass, e: Expression): Expression | null => {
  switch (e.kind) {
    case 'identifier': {
      const kind = pass.types[e.id]?.kind;
      return kind === 'qubit' || kind === 'bit' || kind === 'unknown' ? null : e;
    }
    case 'index':
      return undeclared(pass, e.target) === null ? null : e;
    case 'group':
      return undeclared(pass, e.inner);
    case 'binary':
      if (e.operator !== '++') return e;
      return undeclared(pass, e.left) ?? undeclared(pass, e.right);
    default:
      return e;
  }
};

const checkAliased = (pass: Pass, value: Expression): boolean => {
  const wrong = undeclared(pass, value);
  if (wrong === null) return true;
  const message =
    wrong.kind === 'hardware'
      ? 'a physical qubit has no other name'
      : `an alias of ${showType(pass.types[wrong.id] ?? UNKNOWN)}`;
  pass.error('TYPE_MISMATCH', wrong, message, 'Name declared qubits or bits');
  return false;
};

/** `let a = q[0:1] ++ r;` */
export const alias = (pass: Pass, s: AliasDeclaration): void => {
  const found = pass.typeOf(s.value);
  const type = found.kind === 'unknown' || checkAliased(pass, s.value) ? found : UNKNOWN;
  const symbol: QasmSymbol = {
    ...declaredAt(pass, s.name, s),
    kind: 'alias',
    type,
    definition: s,
  };
  const runs = type.kind === 'unknown' ? null : runsOf(pass, s.value);
  if (runs !== null) pass.aliases.set(symbol, runs);
  declare(pass, s.name, symbol);
};
