import type { Block, Expression, Statement } from '../syntax/ast.ts';

const isTrue = (e: Expression): boolean =>
  e.kind === 'group' ? isTrue(e.inner) : e.kind === 'boolean' && e.value;

/** A `break` that leaves the loop whose body this is. */
const breaks = (s: Statement): boolean => {
  switch (s.kind) {
    case 'break':
      return true;
    case 'block':
      return s.statements.some(breaks);
    case 'box':
      return breaks(s.body);
    case 'if':
      return breaks(s.then) || (s.otherwise !== null && breaks(s.otherwise));
    case 'switch':
      return [...s.cases.map(({ body }) => body), s.otherwise].some((b) => b !== null && breaks(b));
    default:
      return false;
  }
};

const leaves = (s: Statement): boolean => {
  switch (s.kind) {
    case 'return':
    case 'end':
    // what could not be read may have been a return
    case 'broken':
      return true;
    case 'block':
      return alwaysReturns(s);
    case 'box':
      return alwaysReturns(s.body);
    case 'if':
      return s.otherwise !== null && alwaysReturns(s.then) && alwaysReturns(s.otherwise);
    case 'switch':
      return (
        s.otherwise !== null &&
        alwaysReturns(s.otherwise) &&
        s.cases.every(({ body }) => alwaysReturns(body))
      );
    case 'while':
      return isTrue(s.condition) && !breaks(s.body);
    default:
      return false;
  }
};

/** No way through a block reaches its end. A loop may not run at all, unless it never ends. */
export const alwaysReturns = ({ statements }: Block): boolean => statements.some(leaves);
