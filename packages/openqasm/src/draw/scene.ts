import type { Circuit, CircuitOp, ComputedOp, GateOp } from '@xdv/domain-model';
import { showAngle, showClassical, showSet, unwrapped, type NameBits } from './label.ts';

/** Bits that are drawn as one wire. */
export interface Register {
  readonly name: string;
  readonly at: number;
  readonly width: number;
}

/** One horizontal line of a drawing. */
export interface Wire {
  readonly label: string;
  readonly kind: 'quantum' | 'classical';
}

/** What one row shows in one column. */
export type Mark =
  | { readonly kind: 'box'; readonly text: string }
  | { readonly kind: 'control' | 'cross' | 'barrier' }
  /** Where an outcome arrives on a classical wire, at this bit of it. */
  | { readonly kind: 'arrival'; readonly text: string };

/** Marks in one column, joined by a line from the first row to the last. */
export interface Element {
  readonly kind: 'element';
  readonly column: number;
  readonly marks: ReadonlyMap<number, Mark>;
  readonly join: 'single' | 'double' | 'none';
  readonly top: number;
  readonly bottom: number;
}

/** The beginning of a part of a control structure, or its end. */
export interface Fence {
  readonly kind: 'fence';
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

/** A part of a control structure, from one fence to the next. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
  readonly depth: number;
}

/** A circuit laid out in rows and columns, for any way of drawing it. */
export interface Scene {
  readonly wires: readonly Wire[];
  readonly items: readonly (Element | Fence)[];
  readonly frames: readonly Frame[];
  readonly columns: number;
}

interface Layout {
  readonly circuit: Circuit;
  readonly registers: readonly Register[];
  readonly nameOf: NameBits;
  /** The next free column of each row. */
  readonly free: Int32Array;
  readonly items: (Element | Fence)[];
  readonly frames: Frame[];
}

const LABEL_MAX = 32;

const shorten = (text: string): string =>
  text.length > LABEL_MAX ? `${text.slice(0, LABEL_MAX - 1)}…` : text;

/** Takes the first column that is free in all rows from `top` to `bottom`. */
const takeColumn = ({ free }: Layout, top: number, bottom: number): number => {
  let column = 0;
  for (let row = top; row <= bottom; row++) column = Math.max(column, free[row]!);
  free.fill(column + 1, top, bottom + 1);
  return column;
};

const addElement = (
  layout: Layout,
  marks: ReadonlyMap<number, Mark>,
  join: Element['join'],
): void => {
  const rows = [...marks.keys()];
  if (rows.length === 0) return;
  const top = Math.min(...rows);
  const bottom = Math.max(...rows);
  const column = takeColumn(layout, top, bottom);
  layout.items.push({ kind: 'element', column, marks, join, top, bottom });
};

/** Names bits by the registers that hold them. */
export const namerOf =
  (registers: readonly Register[]): NameBits =>
  (at, width) => {
    const register = registers.find((each) => at >= each.at && at < each.at + each.width);
    if (register === undefined) return `bit ${at}`;
    const from = at - register.at;
    if (width >= register.width) return register.name;
    if (width === 1) return `${register.name}[${from}]`;
    return `${register.name}[${from}:${from + width - 1}]`;
  };

/** The row of a classical bit. */
const bitRow = ({ circuit, registers }: Layout, bit: number): number => {
  const index = registers.findIndex(({ at, width }) => bit >= at && bit < at + width);
  return circuit.qubits + index;
};

const gateText = (op: GateOp | ComputedOp, nameOf: NameBits): string => {
  const params: readonly string[] =
    op.kind === 'gate'
      ? op.params.map(showAngle)
      : op.params.map((param) => unwrapped(showClassical(param, nameOf)));
  return shorten(params.length === 0 ? op.gate : `${op.gate}(${params.join(', ')})`);
};

const addGate = (layout: Layout, op: GateOp | ComputedOp): void => {
  const marks = new Map<number, Mark>();
  const text = gateText(op, layout.nameOf);
  for (const row of op.controls) marks.set(row, { kind: 'control' });
  for (const row of op.targets) {
    marks.set(row, op.gate === 'swap' ? { kind: 'cross' } : { kind: 'box', text });
  }
  // a phase of all qubits, or of none, stands on the first wire
  if (marks.size === 0) marks.set(0, { kind: 'box', text });
  addElement(layout, marks, 'single');
};

const addMeasure = (layout: Layout, qubit: number, bit: number): void => {
  const row = bitRow(layout, bit);
  const register = layout.registers[row - layout.circuit.qubits]!;
  const text = register.width === 1 ? '' : String(bit - register.at);
  const marks = new Map<number, Mark>([
    [qubit, { kind: 'box', text: 'M' }],
    [row, { kind: 'arrival', text }],
  ]);
  addElement(layout, marks, 'double');
};

const boxOn = (layout: Layout, row: number, text: string): void =>
  addElement(layout, new Map([[row, { kind: 'box', text: shorten(text) }]]), 'none');

/** All rows that operations touch, as a range. */
const extentOf = (layout: Layout, ops: readonly CircuitOp[]): [top: number, bottom: number] => {
  let top = Infinity;
  let bottom = -1;
  const touch = (row: number): void => {
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  };
  const visit = (op: CircuitOp): void => {
    switch (op.kind) {
      case 'gate':
      case 'computed':
        for (const row of [...op.targets, ...op.controls]) touch(row);
        if (op.targets.length + op.controls.length === 0) touch(0);
        return;
      case 'measure':
        touch(op.qubit);
        return touch(bitRow(layout, op.bit));
      case 'reset':
      case 'delay':
        return touch(op.qubit);
      case 'barrier':
        for (const row of op.qubits) touch(row);
        return;
      case 'set':
        return touch(bitRow(layout, op.at));
      case 'if':
        for (const inner of op.then) visit(inner);
        for (const inner of op.otherwise) visit(inner);
        return;
      case 'while':
        for (const inner of op.body) visit(inner);
    }
  };
  for (const op of ops) visit(op);
  return bottom < 0 ? [0, 0] : [top, bottom];
};

/** `c == 3` where a condition asks for a whole register, else bit by bit. */
const conditionText = (
  { registers, nameOf }: Layout,
  bits: readonly number[],
  values: readonly number[],
): string => {
  const [first = 0] = bits;
  const register = registers.find(({ at, width }) => first === at && width === bits.length);
  const inOrder = bits.every((bit, k) => bit === first + k);
  if (register !== undefined && inOrder && register.width > 1) {
    const value = values.reduce((sum, bit, k) => sum + (bit === 1 ? 1n << BigInt(k) : 0n), 0n);
    return `${register.name} == ${value}`;
  }
  return bits.map((bit, k) => `${values[k] === 1 ? '' : '!'}${nameOf(bit, 1)}`).join(' && ');
};

interface Part {
  readonly text: string;
  readonly ops: readonly CircuitOp[];
}

/** Parts one after another between fences over all rows that any of them touches. */
const addParts = (layout: Layout, parts: readonly Part[], depth: number): void => {
  const [top, bottom] = extentOf(layout, parts.flatMap(({ ops }) => ops));
  const { items, frames } = layout;
  let open: { readonly from: number; readonly text: string } | null = null;
  for (const { text, ops } of [...parts, { text: 'end', ops: [] }]) {
    const column = takeColumn(layout, top, bottom);
    items.push({ kind: 'fence', column, top, bottom, text: shorten(text) });
    if (open !== null) frames.push({ ...open, to: column, top, bottom, depth });
    open = { from: column, text: shorten(text) };
    addOps(layout, ops, depth + 1);
  }
};

const addOps = (layout: Layout, ops: readonly CircuitOp[], depth: number): void => {
  for (const op of ops) {
    switch (op.kind) {
      case 'gate':
      case 'computed':
        addGate(layout, op);
        break;
      case 'measure':
        addMeasure(layout, op.qubit, op.bit);
        break;
      case 'reset':
        boxOn(layout, op.qubit, '|0⟩');
        break;
      case 'delay':
        boxOn(layout, op.qubit, `${op.ns} ns`);
        break;
      case 'barrier': {
        const marks = op.qubits.map((row): [number, Mark] => [row, { kind: 'barrier' }]);
        addElement(layout, new Map(marks), 'none');
        break;
      }
      case 'set':
        boxOn(layout, bitRow(layout, op.at), showSet(op, layout.nameOf));
        break;
      case 'if': {
        const text = `if ${conditionText(layout, op.bits, op.values)}`;
        const parts: Part[] = [{ text, ops: op.then }];
        if (op.otherwise.length > 0) parts.push({ text: 'else', ops: op.otherwise });
        addParts(layout, parts, depth);
        break;
      }
      case 'while': {
        const text = `while ${conditionText(layout, op.bits, op.values)}`;
        addParts(layout, [{ text, ops: op.body }], depth);
      }
    }
  }
};

/** Registers as given in the order of their bits, and one for all bits between two of them. */
export const completeRegisters = (
  circuit: Circuit,
  given: readonly Register[],
): readonly Register[] => {
  const { bits, scratch = 0 } = circuit;
  const out: Register[] = [];
  let end = 0;
  const fill = (to: number): void => {
    if (to > end) out.push({ name: out.length === 0 ? 'c' : `c${end}`, at: end, width: to - end });
  };
  for (const register of given.toSorted((a, b) => a.at - b.at)) {
    if (register.width === 0 || register.at < end) continue;
    fill(register.at);
    out.push(register);
    end = register.at + register.width;
  }
  fill(bits);
  if (scratch > 0) out.push({ name: 'own', at: bits, width: scratch });
  return out;
};

/**
 * Lays a valid circuit out: every operation as far to the left as its wires allow, the parts of a
 * control structure between fences. Linear in operations, times the rows that each spans.
 */
export const layOut = (
  circuit: Circuit,
  qubitNames: readonly string[],
  given: readonly Register[],
): Scene => {
  const registers = completeRegisters(circuit, given);
  const rows = circuit.qubits + registers.length;
  const nameOf = namerOf(registers);
  const free = new Int32Array(rows);
  const layout: Layout = { circuit, registers, nameOf, free, items: [], frames: [] };
  addOps(layout, circuit.ops, 0);
  const quantum = Array.from({ length: circuit.qubits }, (_, q): Wire => ({
    label: qubitNames[q] ?? `q[${q}]`,
    kind: 'quantum',
  }));
  const classical = registers.map(({ name, width }): Wire => ({
    label: width === 1 ? name : `${name}[${width}]`,
    kind: 'classical',
  }));
  const columns = layout.free.reduce((most, column) => Math.max(most, column), 0);
  return { wires: [...quantum, ...classical], items: layout.items, frames: layout.frames, columns };
};
