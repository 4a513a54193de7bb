// Circuits as the text that other simulators read. Only the gates of the benchmark circuits.
import type { Circuit, GateOp } from '@xdv/domain-model';

const WITH_ONE_CONTROL: Readonly<Record<string, string>> = { x: 'cx', z: 'cz', p: 'cu1' };
const ALONE: Readonly<Record<string, string>> = {
  h: 'h',
  rx: 'rx',
  ry: 'ry',
  rz: 'rz',
  u: 'u3',
  swap: 'swap',
};

interface Named {
  readonly name: string;
  readonly qubits: readonly number[];
  readonly params: readonly number[];
}

/** The gate by its name in `qelib1.inc`, controls first. */
const named = (op: GateOp): Named => {
  const name = (op.controls.length === 1 ? WITH_ONE_CONTROL : ALONE)[op.gate];
  if (name === undefined || op.controls.length > 1) {
    throw new RangeError(`no text for ${op.gate} with ${op.controls.length} controls`);
  }
  return { name, qubits: [...op.controls, ...op.targets], params: op.params };
};

const gatesOf = (circuit: Circuit): Named[] =>
  circuit.ops.map((op) => {
    if (op.kind !== 'gate') throw new RangeError(`no text for the operation ${op.kind}`);
    return named(op);
  });

/** One gate per line: name, number of qubits, qubits, number of angles, angles. */
export const gateList = (circuit: Circuit): string => {
  const lines = gatesOf(circuit).map(({ name, qubits, params }) =>
    [name, qubits.length, qubits.join(' '), params.length, params.join(' ')].join(' '),
  );
  return `${circuit.qubits} ${lines.length}\n${lines.map((line) => `${line}\n`).join('')}`;
};

/** OpenQASM 2 tells numbers with a point from integers, and some readers refuse integers. */
const angle = (value: number): string =>
  Number.isInteger(value) ? value.toFixed(1) : String(value);

/** OpenQASM 2 with `qelib1.inc`; `measured` adds a measurement of every qubit. */
export const qasm2 = (circuit: Circuit, measured: boolean): string => {
  const n = circuit.qubits;
  const head = ['OPENQASM 2.0;', 'include "qelib1.inc";', `qreg q[${n}];`];
  const body = gatesOf(circuit).map(({ name, qubits, params }) => {
    const angles = params.length === 0 ? '' : `(${params.map(angle).join(',')})`;
    return `${name}${angles} ${qubits.map((q) => `q[${q}]`).join(',')};`;
  });
  const tail = measured ? [`creg c[${n}];`, 'measure q -> c;'] : [];
  return [...head, ...body, ...tail, ''].join('\n');
};
