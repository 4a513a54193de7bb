import type { Expression, Parameter } from '../../src/syntax/ast.ts';
import { kindOf } from './kinds.ts';
import { fitted } from './places.ts';
import { convert, copied, unexpected, type Datum } from './values.ts';
import { Leave, type Meaning, Scope, variable, type World } from './world.ts';

const argument = (
  world: World,
  scope: Scope,
  inner: Scope,
  { type }: Parameter,
  given: Expression,
): Meaning => {
  if (type.kind === 'scalar') {
    const kind = kindOf(world, inner, type);
    const initial = convert(world.evaluate(scope, given), kind);
    const place = variable(initial, (value) => convert(value, kind));
    return { is: 'place', place, constant: false };
  }
  // arrays and qubits are passed as what they are
  const place = world.placeOf(scope, given);
  const writable = type.kind === 'reference' && type.access === 'mutable';
  if (writable) return { is: 'place', place, constant: false };
  const held = copied(place.get());
  return { is: 'place', place: variable(held, (v) => fitted(held, v)), constant: false };
};

/** What the subroutine returns; null if it returns nothing. */
export const callSubroutine = (
  world: World,
  scope: Scope,
  name: string,
  args: readonly Expression[],
): Datum | null => {
  const found = world.globals.find(name);
  if (found?.is !== 'def') return unexpected(`${name} as a subroutine`);
  const { params, returns, body } = found.definition;
  const inner = new Scope(world.globals);
  for (const [k, param] of params.entries()) {
    inner.declare(param.name.text, argument(world, scope, inner, param, args[k]!));
  }
  try {
    world.runBlock(inner, body);
  } catch (leave) {
    if (!(leave instanceof Leave) || leave.how !== 'return') throw leave;
    if (leave.value === null || returns === null) return null;
    return convert(leave.value, kindOf(world, inner, returns));
  }
  return null;
};
