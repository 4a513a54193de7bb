import { oneOf, writeGateCall } from './write-gates.ts';
import { targets, writeCall } from './write-calls.ts';
import { writeInteger, writeTime, writeValue } from './write-numbers.ts';
import { elementOf, slice, writeBits, writeBool } from './write-scalars.ts';
import {
  showShape,
  type ScalarKind,
  type Shape,
  type Variable,
  type Writer,
} from './write-scope.ts';

const WIDTHS: Readonly<Record<ScalarKind, readonly (number | null)[]>> = {
  int: [8, 4, 32, 1, 64, 70],
  uint: [4, 8, 1, 16, 64],
  bits: [null, 2, 3, 1, 5],
  angle: [8, 3, 12],
  float: [64, 32],
  complex: [64, 32],
  bool: [null],
  time: [null],
};

/** A type for a variable. */
export const anyShape = (w: Writer, kinds: readonly ScalarKind[]): Shape => {
  const t = w.choose.pick(kinds);
  return { t, w: w.choose.pick(WIDTHS[t]) };
};

const SCALARS: readonly ScalarKind[] = [
  'int', 'bits', 'uint', 'bool', 'angle', 'float', 'complex', 'time',
];

const depthOf = (w: Writer): number => w.choose.below(4);

const declare = (w: Writer, name: string, shape: Shape, fixed = false, constant = false): void => {
  w.variables.push({ name, shape, sizes: [], fixed, constant });
};

/** Now and then two registers one behind the other, which may stand alone only. */
const joined = (w: Writer, { t, w: size }: Shape): string | null => {
  if (t !== 'bits' || size === null || size < 2 || !w.choose.rarely(3)) return null;
  const low = w.choose.from(1, size - 1);
  // the same bit may not be named twice
  const high = size - low;
  return `${writeBits(w, low, 1)} ++ bit[${high}](uint[${high}](${writeInteger(w, 1)}))`;
};

/** `int[8] x = …;`, with or without `const`. */
const writeDeclaration = (w: Writer): string => {
  const shape = anyShape(w, SCALARS);
  const constant = w.choose.rarely(4);
  const { variables } = w;
  // a constant is made of constants
  if (constant) w.variables = variables.filter((v) => v.constant);
  const value = joined(w, shape) ?? writeValue(w, shape, depthOf(w));
  w.variables = variables;
  const name = w.name('v');
  // times have to be known, so nothing is written to them again
  declare(w, name, shape, constant || shape.t === 'time', constant);
  return `${constant ? 'const ' : ''}${showShape(shape)} ${name} = ${value};`;
};

const OPERATORS: Readonly<Partial<Record<ScalarKind, readonly string[]>>> = {
  int: ['', '+', '-', '*', '&', '|', '^'],
  uint: ['', '+', '-', '*', '&', '|', '^'],
  float: ['', '-', '+'],
  angle: ['', '+', '-', '&', '|', '^'],
  bits: ['', '&', '|', '^'],
  complex: ['', '+', '-'],
};

const writeAssignment = (w: Writer): string | null => {
  const known = targets(w, ...SCALARS);
  if (known.length === 0) return null;
  const { name, shape } = w.choose.pick(known);
  const { t } = shape;
  if ((t === 'int' || t === 'uint') && w.choose.rarely(4)) {
    return w.choose.any(
      () => `${name} ${w.choose.pick(['<<', '>>'])}= ${w.choose.below(5)};`,
      () => `${name} ${w.choose.pick(['/', '%'])}= ${w.choose.from(1, 5)};`,
      () => `${name} **= ${w.choose.below(4)};`,
    );
  }
  const operator = w.choose.pick(OPERATORS[t] ?? ['']);
  return `${name} ${operator}= ${writeValue(w, shape, depthOf(w))};`;
};

/** Writes to some of the bits of a register, an integer or an angle. */
const writeBitAssignment = (w: Writer): string | null => {
  const known = targets(w, 'bits', 'int', 'uint', 'angle').filter(({ shape }) => shape.w !== null);
  if (known.length === 0) return null;
  const { name, shape } = w.choose.pick(known);
  const total = shape.w!;
  const at = w.choose.from(-total, total - 1);
  const one = `${name}[${at}] = ${writeBits(w, null, depthOf(w))};`;
  const size = w.choose.from(1, Math.min(total, 4));
  const some = `${name}[${slice(w, total, size)}] = ${writeBits(w, size, depthOf(w))};`;
  return w.choose.pick([one, some]);
};

/** Writes to an element or to a part of an array. */
const writeArrayAssignment = (w: Writer): string | null => {
  const arrays = w.variables.filter(({ sizes, fixed }) => sizes.length > 0 && !fixed);
  if (arrays.length === 0) return null;
  const array = w.choose.pick(arrays);
  const { name, shape, sizes } = array;
  const alike = w.variables.filter(
    (other) =>
      other.sizes.join() === sizes.join() && showShape(other.shape) === showShape(shape),
  );
  return w.choose.any(
    () => `${elementOf(w, array, 1)} = ${writeValue(w, shape, depthOf(w))};`,
    () => `${name} = ${w.choose.pick(alike).name};`,
    () => {
      const part = w.choose.pick(['-2:-1', '0:1', '1:-1:0']);
      return `${name}[0:1] = ${w.choose.pick(alike).name}[${part}];`;
    },
    () =>
      sizes.length > 1
        ? `${name}[${w.choose.below(sizes[0]!)}] = ${w.choose.pick(alike).name}[0];`
        : `${name}[1:1] = ${w.choose.pick(alike).name}[0:0];`,
  );
};

const writeMeasurement = (w: Writer): string | null => {
  const register = w.choose.pick(w.registers);
  const bits = targets(w, 'bits').filter(
    ({ shape }) => (shape.w ?? 1) === register.ids.length && (shape.w === null) === register.single,
  );
  if (bits.length > 0 && w.choose.rarely(2)) {
    if (!w.draw(register.ids.length)) return null;
    const { name } = w.choose.pick(bits);
    return w.choose.any(
      () => `${name} = measure ${register.name};`,
      () => `measure ${register.name} -> ${name};`,
    );
  }
  if (!w.draw(1)) return null;
  const [qubit] = oneOf(w, register);
  return w.choose.any(
    () => measureIntoBit(w, qubit),
    () => measureIntoNew(w, qubit),
    () => `measure ${qubit};`,
  );
};

const measureIntoNew = (w: Writer, qubit: string): string => {
  const name = w.name('v');
  declare(w, name, { t: 'bits', w: null });
  return `bit ${name} = measure ${qubit};`;
};

const measureIntoBit = (w: Writer, qubit: string): string => {
  const known = targets(w, 'bits', 'int', 'uint', 'angle');
  if (known.length === 0) return measureIntoNew(w, qubit);
  const { name, shape } = w.choose.pick(known);
  const target = shape.w === null ? name : `${name}[${w.choose.from(-shape.w, shape.w - 1)}]`;
  return w.choose.pick([`${target} = measure ${qubit};`, `measure ${qubit} -> ${target};`]);
};

const writeReset = (w: Writer): string | null => {
  const register = w.choose.pick(w.registers);
  if (!w.draw(register.ids.length)) return null;
  return `reset ${register.name};`;
};

const writeTiming = (w: Writer): string => {
  const register = w.choose.pick(w.registers);
  return w.choose.any(
    () => `barrier ${register.name};`,
    () => 'barrier;',
    () => `nop ${register.name};`,
    () => `delay[${writeTime(w, depthOf(w))}] ${register.name};`,
    () => `delay[durationof({ ${writeGateCall(w)!} })] ${register.name};`,
    () => writeStretch(w, register.name),
    () => `box { ${w.within(() => writeBody(w, 2))} }`,
    () => `box[1s] { ${writeGateCall(w)!} delay[5ns] ${register.name}; nop; }`,
  );
};

const writeStretch = (w: Writer, register: string): string => {
  const name = w.name('s');
  return `stretch ${name}; delay[${name}] ${register};`;
};

/** `{ … }`, or one statement without braces that declares nothing. */
const writeBranch = (w: Writer): string =>
  w.choose.rarely(4)
    ? w.within(() => writeGateCall(w)!)
    : `{ ${w.within(() => writeBody(w, w.choose.from(1, 3)))} }`;

const writeIf = (w: Writer): string => {
  const condition = w.choose.any(
    () => writeBool(w, depthOf(w)),
    () => writeBits(w, null, 0),
  );
  const then = writeBranch(w);
  return w.choose.any(
    () => `if (${condition}) ${then}`,
    () => `if (${condition}) ${then} else ${writeBranch(w)}`,
    () => `if (${condition}) ${then} else if (${writeBool(w, 1)}) ${writeBranch(w)}`,
  );
};

/** What a `for` goes over, the type of its variable, and how often it runs at most. */
const overFor = (w: Writer): readonly [string, Shape, number] => {
  const integer: Shape = { t: w.choose.pick(['int', 'uint']), w: w.choose.pick([8, 32, 4]) };
  const arrays = w.variables.filter(({ sizes }) => sizes.length === 1);
  const bits = w.scalars('bits').filter(({ shape }) => shape.w !== null && shape.w <= 3);
  return w.choose.any<readonly [string, Shape, number]>(
    () => [w.choose.pick(['[0:2]', '[1:2]', '[3:-1:1]', '[0:2:4]', '[2:1]']), integer, 3],
    () => [`{${w.choose.below(9)}, ${writeInteger(w, 1)}}`, integer, 2],
    () => {
      if (arrays.length === 0) return ['[0:1]', integer, 2];
      const { name, shape, sizes } = w.choose.pick(arrays);
      return [name, shape, sizes[0]!];
    },
    () => {
      if (bits.length === 0) return ['[0:1]', integer, 2];
      const { name, shape } = w.choose.pick(bits);
      return [name, { t: 'bits', w: null }, shape.w!];
    },
  );
};

const writeLoopBody = (w: Writer, rounds: number, variable?: Variable): string =>
  w.within(
    () => {
      if (variable) w.variables.push(variable);
      return writeBody(w, w.choose.from(1, 3));
    },
    { times: w.times * rounds, inLoop: true },
  );

const writeFor = (w: Writer): string => {
  const [over, shape, rounds] = overFor(w);
  const name = w.name('i');
  const variable = { name, shape, sizes: [], fixed: false, constant: false };
  return `for ${showShape(shape)} ${name} in ${over} { ${writeLoopBody(w, rounds, variable)} }`;
};

/** A `while` that counts, so that it ends whatever else its condition says. */
const writeWhile = (w: Writer): string => {
  const name = w.name('n');
  const limit = w.choose.from(1, 3);
  const shape: Shape = { t: 'int', w: 8 };
  const counter = { name, shape, sizes: [], fixed: true, constant: false };
  const more = w.choose.rarely(2) ? ` && ${writeBool(w, 1)}` : '';
  const body = writeLoopBody(w, limit, counter);
  return `int[8] ${name} = 0; while (${name} < ${limit}${more}) { ${name} += 1; ${body} }`;
};

const writeSwitch = (w: Writer): string => {
  const subject = `${w.choose.pick(['int[4]', 'uint[2]'])}(${writeInteger(w, 1)})`;
  const first = `case 0, ${w.choose.pick(['1', '1 + 1', '-1'])} { ${branchBody(w)} }`;
  const second = w.choose.rarely(2) ? ` case 3 { ${branchBody(w)} }` : '';
  const other = w.choose.rarely(2) ? ` default { ${branchBody(w)} }` : '';
  return `switch (${subject}) { ${first}${second}${other} }`;
};

const branchBody = (w: Writer): string => w.within(() => writeBody(w, w.choose.from(1, 2)));

/** A jump under a condition, so that what follows is not all dead. */
const writeJump = (w: Writer): string | null => {
  const jumps = w.inLoop ? ['break;', 'continue;'] : [];
  // what a subroutine returns may not be missing
  if (!w.returns && w.choose.rarely(4)) jumps.push('end;');
  if (w.returns === null) jumps.push('return;');
  if (w.returns) jumps.push(`return ${writeValue(w, w.returns, 1)};`);
  if (jumps.length === 0) return null;
  return `if (${writeBool(w, 2)}) { ${w.choose.pick(jumps)} }`;
};

/** Another name for qubits or bits that are there. */
const writeAlias = (w: Writer): string | null => {
  const registers = w.registers.filter(({ single }) => !single);
  if (registers.length === 0) return null;
  const { name, ids } = w.choose.pick(registers);
  const alias = w.name('a');
  const size = w.choose.from(1, ids.length);
  const from = w.choose.below(ids.length - size + 1);
  const some = ids.slice(from, from + size);
  const places = Array.from({ length: size }, (_, k) => from + k);
  const selector = w.choose.pick([`${from}:${from + size - 1}`, `{${places.join(', ')}}`]);
  const other = w.registers.find(
    (r) => !r.name.startsWith('$') && r.ids.every((id) => !some.includes(id)),
  );
  if (other !== undefined && w.choose.rarely(3)) {
    w.registers.push({ name: alias, ids: [...some, ...other.ids], single: false });
    return `let ${alias} = ${name}[${selector}] ++ ${other.name};`;
  }
  w.registers.push({ name: alias, ids: some, single: false });
  return `let ${alias} = ${name}[${selector}];`;
};

const writeBitAlias = (w: Writer): string | null => {
  const known = targets(w, 'bits').filter(({ shape }) => (shape.w ?? 0) >= 2);
  if (known.length === 0) return null;
  const { name, shape } = w.choose.pick(known);
  const alias = w.name('a');
  const size = w.choose.from(1, shape.w!);
  const from = w.choose.below(shape.w! - size + 1);
  declare(w, alias, { t: 'bits', w: size });
  return `let ${alias} = ${name}[${from}:${from + size - 1}];`;
};

const gates = (w: Writer): string | null => writeGateCall(w);
const nested = (w: Writer): boolean => w.depth < 3;

const KINDS: readonly ((w: Writer) => string | null)[] = [
  gates,
  gates,
  gates,
  writeDeclaration,
  writeAssignment,
  writeMeasurement,
  writeMeasurement,
  writeDeclaration,
  writeAssignment,
  (w) => (nested(w) ? writeIf(w) : null),
  (w) => (nested(w) ? writeFor(w) : null),
  (w) => (nested(w) ? writeWhile(w) : null),
  (w) => (nested(w) ? writeSwitch(w) : null),
  (w) => (nested(w) ? writeIf(w) : null),
  (w) => (nested(w) ? `{ ${branchBody(w)} }` : null),
  writeJump,
  writeBitAssignment,
  writeArrayAssignment,
  writeReset,
  (w) => (nested(w) ? writeTiming(w) : null),
  writeCall,
  writeCall,
  writeAlias,
  writeBitAlias,
  (w) => `@oracle.note some text\n${writeGateCall(w)!}`,
  () => '\n#pragma oracle some text\n',
  () => '/* a comment */ // and another\n',
];

/** Up to `count` statements. */
export const writeBody = (w: Writer, count: number): string => {
  const written: string[] = [];
  for (let k = 0; k < count && (k === 0 || w.choose.more); k++) {
    const statement = w.choose.pick(KINDS)(w);
    if (statement !== null) written.push(statement);
  }
  return written.join(w.depth === 0 ? '\n' : ' ');
};
