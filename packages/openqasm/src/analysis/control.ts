import type {
  Expression,
  For,
  If,
  IndexSet,
  Jump,
  Range,
  Return,
  Switch,
  While,
} from '../syntax/ast.ts';
import { BOOL, commonNumber } from '../types/promote.ts';
import { assignable } from '../types/rules.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { isWhole, wholeConstant } from './constants.ts';
import { accept, checkAgainst } from './convert.ts';
import { declare, declaredAt, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { resolveType } from './type-node.ts';

const BIT: Type = { kind: 'bit', size: null };

const condition = (pass: Pass, e: Expression): void => accept(pass, e, pass.typeOf(e), BOOL);

/** `if (c) { … } else { … }` */
export const conditional = (pass: Pass, s: If): void => {
  condition(pass, s.condition);
  pass.block(s.then);
  if (s.otherwise !== null) pass.block(s.otherwise);
};

/** `while (x < 3) { … }` */
export const whileLoop = (pass: Pass, s: While): void => {
  condition(pass, s.condition);
  pass.loops++;
  pass.block(s.body);
  pass.loops--;
};

const wholeType = (pass: Pass, e: Expression): Type => {
  const type = pass.typeOf(e);
  if (type.kind === 'unknown' || isWhole(type.kind)) return type;
  const message = `${showType(type)} in a range`;
  pass.error('TYPE_MISMATCH', e, message, 'Ranges consist of integers');
  return UNKNOWN;
};

const isUnknown = (type: Type): boolean => type.kind === 'unknown';

/** The type of the numbers of a range, in which its ends meet. */
const rangeType = (pass: Pass, range: Range): Type => {
  const { from, step, to } = range;
  const [first, by, last] = [from, step, to].map((e) => e && wholeType(pass, e));
  if (step !== null && pass.constants[step.id] === 0n) {
    pass.error('VALUE_RANGE', step, 'a range with a step of 0', 'Use a step of 1, or below 0');
    return UNKNOWN;
  }
  if (from === null || to === null) {
    pass.error('SYNTAX', range, 'a loop over a range without an end', 'Write both of its ends');
    return UNKNOWN;
  }
  if (isUnknown(first!) || isUnknown(last!) || (by && isUnknown(by))) return UNKNOWN;
  return commonNumber(first!, last!) ?? UNKNOWN;
};

const eachOf = (pass: Pass, over: Expression): Type => {
  const type = pass.typeOf(over);
  if (type.kind === 'unknown') return type;
  if (type.kind === 'bit' && type.size !== null) return BIT;
  if (type.kind === 'array' && type.dimensions.length === 1) return type.base;
  const message = `a loop over ${showType(type)}`;
  const hint = 'Use a range, a set, a register of bits or an array of one dimension';
  pass.error('TYPE_MISMATCH', over, message, hint);
  return UNKNOWN;
};

const checkItems = (pass: Pass, over: IndexSet, type: Type): void => {
  for (const item of over.items) checkAgainst(pass, item, type);
};

/** Ends of a range known before the loop runs fit its variable like any constant. */
const checkEnds = (pass: Pass, { from, to }: Range, type: Type): boolean => {
  const fits = (end: Expression | null): boolean => {
    const known = end && pass.constants[end.id];
    if (end === null || known === undefined || known === null) return true;
    return assignable(pass.types[end.id] ?? UNKNOWN, type, known);
  };
  const misfit = [from, to].find((end) => !fits(end)) ?? null;
  if (misfit !== null) accept(pass, misfit, pass.types[misfit.id] ?? UNKNOWN, type);
  return misfit === null;
};

const checkOver = (pass: Pass, { over }: For, type: Type): void => {
  if (over.kind === 'set') {
    checkItems(pass, over, type);
    return;
  }
  const item = over.kind === 'range' ? rangeType(pass, over) : eachOf(pass, over);
  if (over.kind === 'range' && !checkEnds(pass, over, type)) return;
  const known = over.kind === 'range' && over.from ? pass.constants[over.from.id] : undefined;
  if (assignable(item, type, known)) return;
  const message = `${showType(item)} for a loop variable of type ${showType(type)}`;
  pass.error('TYPE_MISMATCH', over, message, 'Declare the variable with the type of the values');
};

/** `for int i in [0:3] { … }` */
export const forLoop = (pass: Pass, s: For): void => {
  const type = resolveType(pass, s.type);
  checkOver(pass, s, type);
  pass.loops++;
  pass.within('block', () => {
    declare(pass, s.name, { ...declaredAt(pass, s.name, s), kind: 'loop', type });
    pass.statements(s.body);
  });
  pass.loops--;
};

const checkLabel = (pass: Pass, label: Expression, seen: Set<bigint>): void => {
  const value = wholeConstant(pass, label, 'a case');
  if (value === null) return;
  if (seen.has(value)) {
    pass.error('CASE_REPEATED', label, `case ${value} is there already`, 'Remove one of the two');
  }
  seen.add(value);
};

/** `switch (x) { case 1, 2 { … } default { … } }` */
export const switchCase = (pass: Pass, s: Switch): void => {
  const type = pass.typeOf(s.subject);
  if (type.kind !== 'unknown' && !isWhole(type.kind)) {
    const message = `a switch over ${showType(type)}`;
    pass.error('TYPE_MISMATCH', s.subject, message, 'Convert it to an integer with a cast');
  }
  if (s.cases.length === 0 && !pass.isMisread(s)) {
    pass.error('SYNTAX', s, 'a switch without a case', 'Write at least one case');
  }
  const seen = new Set<bigint>();
  for (const { labels, body } of s.cases) {
    for (const label of labels) checkLabel(pass, label, seen);
    pass.block(body);
  }
  if (s.otherwise !== null) pass.block(s.otherwise);
};

/** `break;`, `continue;`, `end;` */
export const jump = (pass: Pass, s: Jump): void => {
  if (s.kind === 'end' || pass.loops > 0) return;
  pass.error('NOT_IN_LOOP', s, `'${s.kind}' outside of a loop`, 'Put it into a for or a while');
};

/** `return x;` */
export const returning = (pass: Pass, s: Return): void => {
  const { returns } = pass.body;
  if (returns === null) {
    const hint = "Put it into a def, or use 'end' to stop the program";
    pass.error('NOT_IN_SUBROUTINE', s, "'return' outside of a subroutine", hint);
    const { value } = s;
    if (value !== null) pass.silently(() => pass.typeOf(value));
    return;
  }
  if (s.value !== null && returns.kind === 'void') {
    const message = 'a value from a subroutine that declares none';
    pass.error('TYPE_MISMATCH', s.value, message, "Declare it with '->' and a type");
    pass.silently(() => checkAgainst(pass, s.value!, UNKNOWN));
    return;
  }
  if (s.value !== null) checkAgainst(pass, s.value, returns);
  else if (returns.kind !== 'void' && returns.kind !== 'unknown') {
    const message = `nothing returned where ${showType(returns)} is declared`;
    pass.error('RETURN_MISSING', s, message, 'Return a value');
  }
};
