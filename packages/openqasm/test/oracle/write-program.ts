import { Choices } from './choices.ts';
import { oneOf, writeGateDefinition } from './write-gates.ts';
import { writeValue } from './write-numbers.ts';
import {
  showShape,
  Writer,
  type ParameterShape,
  type ScalarKind,
  type Shape,
  type Variable,
} from './write-scope.ts';
import { anyShape, writeBody } from './write-statements.ts';

/** A program with the values that its inputs take. */
export interface Written {
  readonly text: string;
  readonly inputs: readonly WrittenInput[];
}

export interface WrittenInput {
  readonly name: string;
  readonly shape: Shape;
  readonly value: number;
}

/** Outcomes of all runs of a statement that draws: ways are at most 2 to their number. */
const DRAWS = 6;

const writeQubits = (w: Writer): string => {
  const lines: string[] = [];
  const sizes = w.choose.pick([[2], [3, null], [2, 2], [null], [4], [null, 1, 2]]);
  let id = 0;
  for (const size of sizes) {
    const name = w.name('q');
    const ids = Array.from({ length: size ?? 1 }, () => id++);
    w.registers.push({ name, ids, single: size === null });
    lines.push(
      size === null
        ? `qubit ${name};`
        : w.choose.pick([`qubit[${size}] ${name};`, `qreg ${name}[${size}];`]),
    );
  }
  if (id < 4 && w.choose.rarely(4)) {
    w.registers.push({ name: '$1', ids: [id], single: true });
  }
  return lines.join('\n');
};

const OUTPUTS: readonly ScalarKind[] = ['bits', 'int', 'uint', 'bool', 'angle', 'float'];

/** Either outputs, or bits outside of every block, which are what is given out then. */
const writeOutputs = (w: Writer, declared: boolean): string => {
  const lines: string[] = [];
  for (let k = w.choose.from(1, 3); k > 0; k--) {
    const shape = anyShape(w, declared ? OUTPUTS : ['bits']);
    const name = w.name('o');
    w.variables.push({ name, shape, sizes: [], fixed: false, constant: false });
    const old = !declared && shape.w !== null && w.choose.rarely(3);
    if (declared) lines.push(`output ${showShape(shape)} ${name};`);
    else lines.push(old ? `creg ${name}[${shape.w}];` : `${showShape(shape)} ${name};`);
    // what nothing was written to has no value that a program may rely on
    if (declared) lines.push(`${name} = ${writeValue(w, shape, 0)};`);
  }
  return lines.join('\n');
};

const writeInputs = (w: Writer, inputs: WrittenInput[]): string => {
  const lines: string[] = [];
  for (let k = w.choose.below(3); k > 0; k--) {
    const shape = anyShape(w, ['int', 'float', 'angle', 'uint', 'bool', 'bits']);
    const name = w.name('p');
    // a signed number of one bit is 0 or -1
    inputs.push({ name, shape, value: shape.w === 1 ? 0 : w.choose.below(2) });
    w.variables.push({ name, shape, sizes: [], fixed: true, constant: false });
    lines.push(`input ${showShape(shape)} ${name};`);
  }
  return lines.join('\n');
};

const nestedList = (w: Writer, shape: Shape, [size, ...rest]: readonly number[]): string => {
  if (size === undefined) return writeValue(w, shape, 1);
  const items = Array.from({ length: size }, () => nestedList(w, shape, rest));
  return `{${items.join(', ')}}`;
};

const ARRAYS: readonly Shape[] = [
  { t: 'int', w: 8 },
  { t: 'uint', w: 4 },
  { t: 'float', w: 64 },
  { t: 'angle', w: 8 },
];

const writeArrays = (w: Writer): string => {
  const lines: string[] = [];
  for (let k = w.choose.below(4); k > 0; k--) {
    const shape = w.choose.pick(ARRAYS);
    const sizes = w.choose.pick([[2], [3], [2, 2], [2]]);
    const name = w.name('r');
    const type = `array[${showShape(shape)}, ${sizes.join(', ')}]`;
    const like = w.variables.find(
      (v) => v.sizes.length === 1 && showShape(v.shape) === showShape(shape),
    );
    const joins = like !== undefined && sizes.length === 1 && sizes[0] === 2 && w.choose.rarely(2);
    const value = joins ? `${like.name}[0:0] ++ ${like.name}[1:1]` : nestedList(w, shape, sizes);
    lines.push(`${type} ${name} = ${value};`);
    w.variables.push({ name, shape, sizes, fixed: false, constant: false });
  }
  return lines.join('\n');
};

const anyParameter = (w: Writer): ParameterShape =>
  w.choose.any<ParameterShape>(
    () => ({ is: 'scalar', shape: anyShape(w, ['int', 'uint', 'bool', 'angle', 'bits', 'float']) }),
    () => ({ is: 'qubits', size: w.choose.pick([null, 2]) }),
    () => ({
      is: 'array',
      shape: w.choose.pick(ARRAYS),
      size: 2,
      writable: w.choose.rarely(2),
    }),
  );

const showParameter = (w: Writer, param: ParameterShape, name: string): string => {
  if (param.is === 'scalar') return `${showShape(param.shape)} ${name}`;
  if (param.is === 'qubits') return `qubit${param.size === null ? '' : `[${param.size}]`} ${name}`;
  const shape = w.choose.pick(['2', '#dim = 1']);
  const access = param.writable ? 'mutable' : 'readonly';
  return `${access} array[${showShape(param.shape)}, ${shape}] ${name}`;
};

/** Enters the parameters of a subroutine: all that its body knows besides constants. */
const enter = (w: Writer, params: readonly ParameterShape[], names: readonly string[]): void => {
  let id = 0;
  for (const [k, param] of params.entries()) {
    const name = names[k]!;
    if (param.is === 'qubits') {
      const ids = Array.from({ length: param.size ?? 1 }, () => id++);
      w.registers.push({ name, ids, single: param.size === null });
    } else {
      const sizes = param.is === 'array' ? [param.size] : [];
      const fixed = param.is === 'array' && !param.writable;
      w.variables.push({ name, shape: param.shape, sizes, fixed, constant: false });
    }
  }
};

const writeSubroutine = (w: Writer): string => {
  const { choose } = w;
  const name = w.name('f');
  const first: ParameterShape = { is: 'qubits', size: null };
  const params = [first, ...Array.from({ length: choose.below(3) }, () => anyParameter(w))];
  const names = params.map(() => w.name('x'));
  const returns = choose.rarely(3) ? null : anyShape(w, ['bits', 'int', 'bool', 'angle', 'uint']);
  const { registers, variables, draws, depth } = w;
  w.registers = [];
  w.variables = variables.filter(({ constant }) => constant);
  w.draws = choose.below(3);
  w.depth = 1;
  w.returns = returns;
  const { draws: allowed } = w;
  enter(w, params, names);
  const body = writeBody(w, choose.from(1, 4));
  const last = returns === null ? '' : ` return ${writeValue(w, returns, choose.below(3))};`;
  const used = allowed - w.draws;
  Object.assign(w, { registers, variables, draws, depth, returns: undefined });
  w.defs.push({ name, params, returns, draws: used });
  const list = params.map((param, k) => showParameter(w, param, names[k]!)).join(', ');
  const arrow = returns === null ? '' : ` -> ${showShape(returns)}`;
  return `def ${name}(${list})${arrow} { ${body}${last} }`;
};

/** What does nothing when a program runs. */
const IDLE = [
  '',
  'defcalgrammar "openpulse";\ncal { some { text } }\ndefcal x $0 { more text }',
  'extern idle(int[8], float[64]) -> bit;',
  'pragma oracle text',
];

/** Qubits in superposition, and outcomes in variables for what follows. */
const writeOpening = (w: Writer): string => {
  const lines: string[] = [];
  for (let k = w.choose.below(4); k > 0; k--) {
    const gate = w.choose.pick(['h', 'ry(0.7)', 'rx(2.1)', 'sx']);
    lines.push(`${gate} ${w.choose.pick(w.registers).name};`);
  }
  for (let k = w.choose.from(1, 3); k > 0; k--) {
    const [qubit] = oneOf(w, w.choose.pick(w.registers));
    if (!w.draw(1)) break;
    const shape = anyShape(w, ['bits', 'int', 'uint', 'angle']);
    const name = w.name('m');
    const target = shape.w === null ? name : `${name}[${w.choose.below(shape.w)}]`;
    const initial = shape.t === 'bits' ? '' : ` = ${writeValue(w, shape, 1)}`;
    lines.push(`${showShape(shape)} ${name}${initial};`, `${target} = measure ${qubit};`);
    w.variables.push({ name, shape, sizes: [], fixed: false, constant: false });
  }
  return lines.join('\n');
};

/** A bit that shows something of a variable; null for what has none. */
const shownBit = (w: Writer, { name, shape, sizes }: Variable): string | null => {
  const places = sizes.map((size) => w.choose.below(size)).join(', ');
  const one = sizes.length === 0 ? name : `${name}[${places}]`;
  switch (shape.t) {
    case 'float':
      return `bit(${one} > 0.3)`;
    case 'complex':
      return `bit(real(${one}) < imag(${one}))`;
    case 'bool':
      return `bit(${one})`;
    case 'time':
      return null;
    default:
      return shape.w === null ? one : `${one}[${w.choose.below(shape.w)}]`;
  }
};

/** A register that shows something of every variable: what went wrong on the way comes out. */
const writeClosing = (w: Writer, declared: boolean): string => {
  const shown = w.variables.map((variable) => shownBit(w, variable)).filter((bit) => bit !== null);
  const name = w.name('o');
  const lines = shown.map((bit, k) => `${name}[${k}] = ${bit};`);
  return [`${declared ? 'output ' : ''}bit[${shown.length}] ${name};`, ...lines].join('\n');
};

/** A valid program of version 3 that the numbers decide on. */
export const writeProgram = (numbers: readonly number[]): Written => {
  const choose = new Choices(numbers);
  const w = new Writer(choose, choose.pick([0, DRAWS, DRAWS, DRAWS]), writeValue);
  const inputs: WrittenInput[] = [];
  const declared = choose.rarely(2);
  const parts = [
    choose.pick(['OPENQASM 3.0;', 'OPENQASM 3.1;', 'OPENQASM 3;']),
    'include "stdgates.inc";',
    choose.pick(IDLE),
    writeQubits(w),
    writeInputs(w, inputs),
    writeOutputs(w, declared),
    writeArrays(w),
  ];
  for (let k = choose.below(3); k > 0; k--) parts.push(writeGateDefinition(w));
  for (let k = choose.below(3); k > 0; k--) parts.push(writeSubroutine(w));
  parts.push(writeOpening(w), writeBody(w, 14), writeClosing(w, declared));
  return { text: `${parts.filter((part) => part !== '').join('\n')}\n`, inputs };
};
