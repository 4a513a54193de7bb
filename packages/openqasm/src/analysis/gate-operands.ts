import type { Expression, Name } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import type { Pass } from './pass.ts';
import { checkDistinct, checkSizes, operandType } from './quantum.ts';

/** What an angle of a gate may be given as. Source: OpenQASM 3, "Gates": any numeric type. */
const NUMERIC: ReadonlySet<Type['kind']> = new Set(['int', 'uint', 'float', 'angle', 'unknown']);

/** Angles are real numbers, in version 2 whatever they are computed from. */
const angleType = (pass: Pass, arg: Expression): Type => {
  const outer = pass.real;
  pass.real = pass.version === 2;
  const type = pass.typeOf(arg);
  pass.real = outer;
  return type;
};

/** Reports angles that are no numbers, or too many or few of them. */
export const checkGateArguments = (
  pass: Pass,
  name: Name,
  args: readonly Expression[],
  count: number,
): void => {
  for (const arg of args) {
    const type = angleType(pass, arg);
    if (NUMERIC.has(type.kind)) continue;
    const message = `${showType(type)} as an angle`;
    pass.error('TYPE_MISMATCH', arg, message, 'Use a float, an angle or an integer');
  }
  if (args.length === count) return;
  const at = args.length > count ? args[count]! : name;
  const message = `${name.text} with ${args.length} angles`;
  pass.error('ARGUMENT_COUNT', at, message, `It takes ${count}`);
};

/** Reports operands that are no qubits, too many or few, of different sizes, or repeated. */
export const checkGateOperands = (
  pass: Pass,
  name: Name,
  operands: readonly Expression[],
  count: number,
): void => {
  for (const operand of operands) operandType(pass, operand);
  if (operands.length !== count) {
    const at = operands.length > count ? operands[count]! : name;
    const message = `${name.text} on ${operands.length} qubits`;
    pass.error('QUBIT_COUNT', at, message, `It takes ${count} here, controls included`);
    return;
  }
  if (checkSizes(pass, operands)) checkDistinct(pass, operands);
};
