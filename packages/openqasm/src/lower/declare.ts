import { invariant } from '@xdv/domain-model';
import type {
  AliasDeclaration,
  ClassicalDeclaration,
  Expression,
  IoDeclaration,
  Name,
  QubitDeclaration,
} from '../syntax/ast.ts';
import type { ArrayType, ScalarType } from '../types/type.ts';
import { known } from './abstract.ts';
import { writePlace } from './access.ts';
import { evaluateAs } from './evaluate.ts';
import type { Lowering } from './lowering.ts';
import { bitsOfCell, placeOf, type BitRef, type Cell, type Place, type View } from './place.ts';
import { assignMeasured } from './quantum.ts';
import { selectQubits } from './qubits.ts';
import { placeFor } from './select.ts';
import { Stop } from './stop.ts';
import { createVariable, store } from './variable.ts';

type Declaration = QubitDeclaration | ClassicalDeclaration | IoDeclaration | AliasDeclaration;

export const declare = (low: Lowering, declaration: Declaration): void => {
  switch (declaration.kind) {
    case 'qubits':
      return declareQubits(low, declaration);
    case 'variable':
      return declareVariable(low, declaration);
    case 'io':
      return declareInputOrOutput(low, declaration);
    case 'alias':
      return declareAlias(low, declaration);
  }
};

const declareQubits = (low: Lowering, { name }: QubitDeclaration): void => {
  const symbol = low.symbol(name.id);
  const qubits = low.interface.registers.get(name.id);
  invariant(qubits !== undefined, 'qubits without numbers', name.text);
  const single = symbol.type.kind === 'qubit' && symbol.type.size === null;
  low.bindings.set(symbol, { kind: 'qubits', qubits, single });
  low.qubitsInScope = [...low.qubitsInScope, ...qubits];
};

/** A variable of the program: in its output's bits if it is one. */
export const bindVariable = (
  low: Lowering,
  { id, text }: Name,
): Cell | View => {
  const symbol = low.symbol(id);
  const output = low.interface.outputs.get(id);
  const slot = output === undefined ? null : { at: output.at, width: output.width, fresh: true };
  const variable = createVariable(low, text, symbol.type as ScalarType | ArrayType, slot);
  // where only some outcomes come here, an output has to be in its bits from the start
  if (variable.birth < low.bound) store(low, variable);
  const place = placeOf(variable);
  low.bindings.set(symbol, { kind: 'place', place });
  return place;
};

const declareVariable = (low: Lowering, { name, initial }: ClassicalDeclaration): void => {
  const symbol = low.symbol(name.id);
  const known = symbol.kind === 'constant' && symbol.value !== null;
  // an array of constants has a place, for elements that outcomes choose
  if (known && symbol.type.kind !== 'array') return;
  if (symbol.type.kind === 'stretch') return declareStretch(low, symbol.name, name.id);
  if (initial === null) {
    bindVariable(low, name);
    return;
  }
  if (initial.kind === 'measure') return initialise(low, bindVariable(low, name), initial);
  // before the variable takes bits: its value may need some for a moment
  const value = evaluateAs(low, initial, symbol.type);
  writePlace(low, bindVariable(low, name), value);
};

/** Gives a variable its first value. */
export const initialise = (low: Lowering, place: Place, initial: Expression): void =>
  initial.kind === 'measure'
    ? assignMeasured(low, place, initial.operand)
    : writePlace(low, place, evaluateAs(low, initial, place.type));

const declareStretch = (low: Lowering, name: string, id: number): void => {
  const stretches = new Map([[name, 1]]);
  const value = known({ kind: 'stretch' }, { ns: 0, dt: 0, stretches });
  low.bindings.set(low.symbol(id), { kind: 'value', value });
};

const declareInputOrOutput = (low: Lowering, { name, direction }: IoDeclaration): void => {
  const place = bindVariable(low, name);
  if (direction === 'output') return;
  const value = low.interface.inputs.get(name.text);
  invariant(value !== undefined, 'an input without a value', name.text);
  writePlace(low, place, known(low.symbol(name.id).type, value));
};

const declareAlias = (low: Lowering, { name, value }: AliasDeclaration): void => {
  const symbol = low.symbol(name.id);
  if (symbol.type.kind === 'qubit') {
    low.bindings.set(symbol, { kind: 'qubits', ...selectQubits(low, value) });
    return;
  }
  low.bindings.set(symbol, { kind: 'place', place: aliasOf(low, value) });
};

const bitsOf = (place: Place): readonly BitRef[] | null => {
  if (place.kind === 'bits') return place.bits;
  if (place.kind !== 'cell' || place.type.kind !== 'bit') return null;
  if (typeof place.element !== 'number') return null;
  const width = place.variable.width!;
  return bitsOfCell(place.variable, place.element, Array.from({ length: width }, (_, k) => k));
};

/** Registers joined are one register whose bits are where they were. */
const aliasOf = (low: Lowering, value: Expression): Place => {
  if (value.kind === 'group') return aliasOf(low, value.inner);
  if (value.kind !== 'binary') return placeFor(low, value);
  const bits = [value.left, value.right].map((side) => bitsOf(aliasOf(low, side)));
  const [left, right] = bits;
  if (!left || !right) {
    const hint = 'Copy them into a new variable';
    throw new Stop('RUNTIME_UNSUPPORTED', value, 'an alias of joined arrays', hint);
  }
  const size = left.length + right.length;
  return { kind: 'bits', type: { kind: 'bit', size }, bits: [...left, ...right] };
};

