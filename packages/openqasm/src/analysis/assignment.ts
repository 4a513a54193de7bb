import type { Assignment } from '../syntax/ast.ts';
import { promote, promoteUnary } from '../types/promote.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { accept, checkAgainst } from './convert.ts';
import { UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { checkWritable } from './writable.ts';

const computed = (
  operator: NonNullable<Assignment['operator']>,
  target: Type,
  value: Type,
): Type | undefined =>
  operator === '~' ? promoteUnary('~', value)?.result : promote(operator, target, value)?.result;

/** `c += 1;` is `c = c + 1;`. */
const compound = (pass: Pass, s: Assignment, target: Type): void => {
  const { operator, value } = s;
  const type = pass.typeOf(value);
  if (operator === null || target.kind === 'unknown' || type.kind === 'unknown') return;
  const result = computed(operator, target, type);
  if (result === undefined) {
    const message = `${showType(target)} ${operator}= ${showType(type)} does not exist`;
    pass.error('OPERATOR_TYPES', s, message, 'Convert the value with a cast if one exists');
    return;
  }
  // what a narrower variable keeps of a sum is its own affair: `x += 1` wraps
  if (result.kind !== target.kind) accept(pass, value, result, target);
};

/** `c[0] = measure q;`, `x += 1;` */
export const assignment = (pass: Pass, s: Assignment): void => {
  const found = pass.typeOf(s.target);
  const writable = found.kind === 'unknown' || checkWritable(pass, s.target, 'to');
  const target = writable ? found : UNKNOWN;
  if (s.operator === null) checkAgainst(pass, s.value, target);
  else compound(pass, s, target);
};
