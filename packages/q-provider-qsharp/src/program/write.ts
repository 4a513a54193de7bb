import type { Circuit, CircuitOp, ComputedOp, GateOp, SetOp } from '@xdv/domain-model';
import type { DeclaredErrors } from '../errors.ts';
import { express, place } from './classical.ts';
import { double, gateStatements } from './gates.ts';
import { preludeOf, ROUNDS_EXCEEDED } from './prelude.ts';

/** Expression that runs a program written here. */
export const ENTRY = 'Xdv.Main()';

/** Statements of Q# as they are written, and names that are still free. */
interface Page {
  readonly lines: string[];
  readonly errors: DeclaredErrors;
  loops: number;
}

const condition = (bits: readonly number[], values: readonly number[]): string =>
  bits.map((bit, k) => `${values[k] === 1 ? '' : 'not '}b[${bit}]`).join(' and ');

const anglesOf = (op: GateOp | ComputedOp): readonly string[] => {
  if (op.kind === 'gate') return op.params.map(double);
  return op.params.map((value) => `Angle(${express(value)})`);
};

const writeGate = (page: Page, op: GateOp | ComputedOp): void => {
  const angles = anglesOf(op);
  const statements = gateStatements({ ...op, angles });
  // an angle without a value stops the circuit even where the gate does nothing
  if (statements.length === 0) page.lines.push(...angles.map((angle) => `let _ = ${angle};`));
  page.lines.push(...statements);
  const error = page.errors.ofGate(op);
  if (error === 0) return;
  const qubits = [...op.targets, ...op.controls].map((qubit) => `q[${qubit}]`);
  page.lines.push(`Err(${double(error)}, [${qubits.join(', ')}]);`);
};

const writeMeasure = (page: Page, qubit: number, bit: number): void => {
  const [high, low] = page.errors.ofReadout(qubit);
  const plain = `M(q[${qubit}]) == One`;
  const read = high + low > 0 ? `Misread(${double(high)}, ${double(low)}, ${plain})` : plain;
  page.lines.push(`set b w/= ${bit} <- ${read};`);
};

const writeSet = (page: Page, { at, index, value }: SetOp): void => {
  const { width } = value.type;
  page.lines.push(`set b = Write(b, ${place(at, index)}, ${width}, ${express(value)});`);
};

const writeIf = (page: Page, op: CircuitOp & { kind: 'if' }): void => {
  page.lines.push(`if ${condition(op.bits, op.values)} {`);
  writeOps(page, op.then);
  page.lines.push('} else {');
  writeOps(page, op.otherwise);
  page.lines.push('}');
};

/** A round that would be one too many fails the run, as the port says of loops. */
const writeWhile = (page: Page, op: CircuitOp & { kind: 'while' }): void => {
  const rounds = `n${page.loops++}`;
  page.lines.push(`mutable ${rounds} = 0;`);
  page.lines.push(`while ${condition(op.bits, op.values)} {`);
  page.lines.push(`if ${rounds} == ${op.max} { fail "${ROUNDS_EXCEEDED}"; }`);
  page.lines.push(`set ${rounds} += 1;`);
  writeOps(page, op.body);
  page.lines.push('}');
};

const writeOps = (page: Page, ops: readonly CircuitOp[]): void => {
  for (const op of ops) {
    switch (op.kind) {
      case 'gate':
      case 'computed':
        writeGate(page, op);
        break;
      case 'set':
        writeSet(page, op);
        break;
      case 'measure':
        writeMeasure(page, op.qubit, op.bit);
        break;
      case 'reset':
        page.lines.push(`Reset(q[${op.qubit}]);`);
        break;
      case 'if':
        writeIf(page, op);
        break;
      case 'while':
        writeWhile(page, op);
        break;
      // delays and barriers take time and do nothing else on devices without decay
    }
  }
};

/** A program on `qubits` qubits q and `bits` bits b, which start at 0, that returns `answer`. */
export const wrap = (
  qubits: number,
  bits: number,
  lines: readonly string[],
  answer: string,
): string =>
  [
    ...preludeOf(lines),
    'operation Main() : Bool[] {',
    `use q = Qubit[${qubits}];`,
    `mutable b = Repeated(false, ${bits});`,
    ...lines,
    'ResetAll(q);',
    `return ${answer};`,
    '}',
    '}',
  ].join('\n');

/** A program of Q# that runs `circuit` once and returns its bits, bit 0 first. */
export const writeCircuit = (circuit: Circuit, errors: DeclaredErrors): string => {
  const { qubits, bits, scratch = 0, ops } = circuit;
  const page: Page = { lines: [], errors, loops: 0 };
  writeOps(page, ops);
  return wrap(qubits, bits + scratch, page.lines, scratch > 0 ? `b[0..${bits - 1}]` : 'b');
};
