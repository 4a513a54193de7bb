import { circuit } from '../circuit/builder.ts';
import type { Circuit, CircuitOp } from '../circuit/circuit.ts';
import type { Classical, ClassicalType } from '../circuit/classical.ts';
import { declined, failed, type CaseFacts, type ProviderCase } from './case.ts';
import { distributes, needs } from './counts.ts';
import { codeOf, subjectCase } from './subject.ts';

const facts = (id: string, title: string): CaseFacts => ({
  id,
  requirement: 'XDV-060.3',
  tier: 'optional',
  title,
});

const loop = (max: number, body: readonly CircuitOp[]): CircuitOp => ({
  kind: 'while',
  bits: [0],
  values: [1],
  max,
  body,
});

const opsOf = (program: Circuit): readonly CircuitOp[] => program.ops;

/** Tries until a fair coin shows 0: forty rounds fail a thousand shots once in 10^9 runs. */
const untilSuccess = (): Circuit => ({
  qubits: 1,
  bits: 2,
  ops: [
    ...opsOf(circuit(1).h(0).measure(0).build()),
    loop(40, opsOf(circuit(1).h(0).measure(0).build())),
    { kind: 'measure', qubit: 0, bit: 1 },
  ],
});

const repeats = subjectCase(
  facts('while-repeats', 'a loop runs its body until its condition ends'),
  (subject) => distributes(subject, untilSuccess(), { '00': 1 }),
);

const skips = subjectCase(
  facts('while-skips', 'a loop looks before its first round'),
  (subject) => {
    const body = opsOf(circuit(1).x(0).build());
    const program = { qubits: 1, bits: 2, ops: [loop(3, body), ...measureInto(1)] };
    return distributes(subject, program, { '00': 1 });
  },
);

const measureInto = (bit: number): readonly CircuitOp[] => [{ kind: 'measure', qubit: 0, bit }];

const endless = subjectCase(
  facts('while-bounded', 'a loop that would exceed its rounds fails the run'),
  async (subject) => {
    const body = opsOf(circuit(2).z(1).build());
    const start = opsOf(circuit(2).x(0).measure(0).build());
    const program: Circuit = { qubits: 2, bits: 1, ops: [...start, loop(3, body)] };
    const prepared = subject.prepare(program);
    if (!prepared.ok) return declined(prepared.fault.message);
    needs(subject, prepared.value);
    const code = codeOf(await subject.ask('execute', subject.run(prepared.value, 10)));
    if (code === 'GATE_UNSUPPORTED') declined('the device has no loops');
    if (code !== 'DECOHERENCE_EXCEEDED') failed(`an endless loop was answered ${code}`);
  },
);

const uint = (width: number): ClassicalType => ({ kind: 'uint', width });
const FLOAT: ClassicalType = { kind: 'float', width: 64 };

const read = (at: number, width: number): Classical => ({ op: 'read', type: uint(width), at });

const sets = subjectCase(
  facts('set-computes', 'a classical value is computed from measured bits, modulo its width'),
  (subject) => {
    const three: Classical = { op: 'constant', type: uint(2), value: '3' };
    const sum: Classical = { op: 'add', type: uint(2), args: [read(0, 2), three] };
    const start = opsOf(circuit(2).x(0).x(1).measureAll().build());
    const ops: readonly CircuitOp[] = [...start, { kind: 'set', at: 2, value: sum }];
    // 3 + 3 = 2 modulo 4
    return distributes(subject, { qubits: 2, bits: 4, ops }, { '1011': 1 });
  },
);

const computedGate = subjectCase(
  facts('computed-angle', 'the angle of a gate is computed when it is reached'),
  (subject) => {
    const bit: Classical = { op: 'cast', type: FLOAT, of: read(0, 1) };
    const pi: Classical = { op: 'constant', type: FLOAT, value: Math.PI };
    const angle: Classical = { op: 'mul', type: FLOAT, args: [bit, pi] };
    const turn = { kind: 'computed', gate: 'rx', targets: [1], params: [angle], controls: [] };
    const ops: readonly CircuitOp[] = [
      ...opsOf(circuit(2).h(0).measure(0).build()),
      turn as CircuitOp,
      { kind: 'measure', qubit: 1, bit: 1 },
    ];
    return distributes(subject, { qubits: 2, bits: 2, ops }, { '00': 0.5, '11': 0.5 });
  },
);

/** Loops and classical values inside a shot, which few devices perform. */
export const CLASSICAL_CASES: readonly ProviderCase[] = [
  repeats,
  skips,
  endless,
  sets,
  computedGate,
];
