import type { Expression } from '../syntax/ast.ts';
import { sameType } from '../types/rules.ts';
import { showType } from '../types/show.ts';
import type { ArrayType, Type } from '../types/type.ts';
import { accept } from './convert.ts';
import type { Pass } from './pass.ts';
import { checkDisjoint, operandType } from './quantum.ts';
import { areSurelyShared } from './regions.ts';
import { checkWritable } from './writable.ts';

const checkQubits = (pass: Pass, arg: Expression, param: Type): void => {
  const type = operandType(pass, arg);
  if (type.kind === 'unknown' || sameType(type, param)) return;
  const message = `${showType(type)} where ${showType(param)} is needed`;
  pass.error('TYPE_MISMATCH', arg, message, 'A subroutine takes as many qubits as it declares');
};

const checkArray = (pass: Pass, arg: Expression, param: ArrayType): void => {
  const type = pass.typeOf(arg);
  const written = param.access === 'mutable' && type.kind === 'array';
  if (!written || checkWritable(pass, arg, 'by a subroutine')) accept(pass, arg, type, param);
};

/** References through which the same items could be written twice. */
const checkShared = (pass: Pass, args: readonly Expression[]): void => {
  for (const [k, arg] of args.entries()) {
    if (!args.slice(0, k).some((earlier) => areSurelyShared(pass, earlier, arg))) continue;
    const message = `${pass.text(arg)} is passed for writing twice`;
    pass.error('ALIASING', arg, message, 'Pass different arrays, or parts that do not overlap');
    return;
  }
};

/** Reports arguments of a subroutine that do not fit its parameters, of which there are as many. */
export const checkArguments = (
  pass: Pass,
  args: readonly Expression[],
  params: readonly Type[],
): void => {
  const qubits: Expression[] = [];
  const mutable: Expression[] = [];
  for (const [k, param] of params.entries()) {
    const arg = args[k]!;
    if (param.kind === 'qubit') {
      checkQubits(pass, arg, param);
      qubits.push(arg);
    } else if (param.kind === 'array') {
      checkArray(pass, arg, param);
      if (param.access === 'mutable') mutable.push(arg);
    } else {
      accept(pass, arg, pass.typeOf(arg), param);
    }
  }
  checkDisjoint(pass, qubits);
  checkShared(pass, mutable);
};
