import { circuit, type CircuitBuilder } from '../circuit/builder.ts';
import type { Circuit } from '../circuit/circuit.ts';
import type { ProviderCase } from './case.ts';
import { distributes, type Distribution } from './counts.ts';
import { subjectCase } from './subject.ts';

const physics = (
  id: string,
  title: string,
  program: () => Circuit,
  expected: Distribution,
): ProviderCase =>
  subjectCase({ id, requirement: 'XDV-060.3', tier: 'required', title }, (subject) =>
    distributes(subject, program(), expected),
  );

const entangle = (builder: CircuitBuilder): CircuitBuilder => {
  builder.h(0);
  for (let q = 1; q < builder.qubits; q++) builder.cx(q - 1, q);
  return builder;
};

const bell = physics(
  'bell-z',
  'the halves of a Bell pair agree and are fair coins',
  () => entangle(circuit(2)).measureAll().build(),
  { '00': 0.5, '11': 0.5 },
);

const bellX = physics(
  'bell-x',
  'the halves of a Bell pair agree in the X basis too: it is no mixture',
  () => entangle(circuit(2)).h(0).h(1).measureAll().build(),
  { '00': 0.5, '11': 0.5 },
);

const ghz = physics(
  'ghz-z',
  'four qubits of a GHZ state agree',
  () => entangle(circuit(4)).measureAll().build(),
  { '0000': 0.5, '1111': 0.5 },
);

const ghzX = physics(
  'ghz-x',
  'three qubits of a GHZ state have even parity in the X basis',
  () => entangle(circuit(3)).h(0).h(1).h(2).measureAll().build(),
  { '000': 0.25, '011': 0.25, '101': 0.25, '110': 0.25 },
);

const teleport = (): Circuit =>
  circuit(3)
    .u(1.1, 0.4, -0.7, 0)
    .h(1)
    .cx(1, 2)
    .cx(0, 1)
    .h(0)
    .measure(0)
    .measure(1)
    .if(1, (body) => body.x(2))
    .if(0, (body) => body.z(2))
    .u(-1.1, 0.7, -0.4, 2)
    .measure(2)
    .build();

const teleportation = physics(
  'teleportation',
  'a state teleported with feed-forward is the state that was sent',
  teleport,
  { '000': 0.25, '001': 0.25, '010': 0.25, '011': 0.25 },
);

const reset = physics(
  'reset',
  'a reset qubit is |0⟩ whatever it was, and may be used again',
  () => {
    const builder = circuit(2, 3).x(0).reset(0).measure(0, 0);
    return builder.h(1).reset(1).measure(1, 1).x(1).measure(1, 2).build();
  },
  { '100': 1 },
);

const resetHalf = physics(
  'reset-half',
  'resetting one half of a Bell pair leaves the other a fair coin',
  () => entangle(circuit(2)).reset(0).measureAll().build(),
  { '00': 0.5, '10': 0.5 },
);

const collapse = physics(
  'mid-circuit-collapse',
  'a measurement repeated at once agrees, and it has destroyed the superposition',
  () => circuit(1, 3).h(0).measure(0, 0).measure(0, 1).h(0).measure(0, 2).build(),
  { '000': 0.25, '011': 0.25, '100': 0.25, '111': 0.25 },
);

const conditions = physics(
  'if-otherwise',
  'one branch of a condition runs: the one that the bits select',
  () =>
    circuit(4)
      .x(0)
      .measure(0)
      .if(0, (body) => body.x(1), { otherwise: (body) => body.x(2) })
      .if(0, (body) => body.x(2), { value: 0, otherwise: (body) => body.x(3) })
      .measure(1)
      .measure(2)
      .measure(3)
      .build(),
  { '1011': 1 },
);

/** Qubit 2 is turned where bits 0 and 1 are 1 and 0, in a condition on both and in a nested one. */
const nested = (): Circuit => {
  const flip = { kind: 'gate', gate: 'x', targets: [2], params: [], controls: [] } as const;
  const both = { bits: [0, 1], values: [1, 0], then: [flip], otherwise: [] } as const;
  return {
    qubits: 3,
    bits: 4,
    ops: [
      ...circuit(3).h(0).h(1).measure(0).measure(1).build().ops,
      { kind: 'if', ...both },
      { kind: 'measure', qubit: 2, bit: 2 },
      ...circuit(3)
        .if(0, (body) => body.if(1, (inner) => inner.x(2), { value: 0 }))
        .build().ops,
      { kind: 'measure', qubit: 2, bit: 3 },
    ],
  };
};

const nestedConditions = physics(
  'if-nested',
  'conditions on several bits and inside one another all have to hold',
  nested,
  { '0000': 0.25, '0101': 0.25, '0010': 0.25, '0011': 0.25 },
);

const estimate = (): Circuit => {
  const builder = circuit(4, 3).x(3).h(0).h(1).h(2);
  // U = p(2π · 5/8): kicked back 1, 2 and 4 times
  for (let k = 0; k < 3; k++) builder.cp((2 * Math.PI * 5 * 2 ** k) / 8, k, 3);
  builder.swap(0, 2).h(0).cp(-Math.PI / 2, 0, 1).h(1);
  builder.cp(-Math.PI / 4, 0, 2).cp(-Math.PI / 2, 1, 2).h(2);
  return builder.measure(0).measure(1).measure(2).build();
};

const phaseEstimation = physics(
  'phase-estimation',
  'phase estimation of 5/8 with an inverse Fourier transform is exact in three bits',
  estimate,
  { '101': 1 },
);

const grover = physics(
  'grover',
  'one iteration of Grover search finds the one of four',
  () =>
    circuit(2)
      .h(0)
      .h(1)
      .cz(0, 1)
      .h(0)
      .h(1)
      .x(0)
      .x(1)
      .cz(0, 1)
      .x(0)
      .x(1)
      .h(0)
      .h(1)
      .measureAll()
      .build(),
  { '11': 1 },
);

const idle = physics(
  'delay-barrier',
  'delays and barriers change nothing but time',
  () => {
    const builder = circuit(2).h(0).delay(8, 0).barrier().z(0).barrier(0, 1).delay(8, 1);
    return builder.h(0).measureAll().build();
  },
  { '01': 1 },
);

/** Distributions that follow from quantum mechanics alone, up to the errors a device declares. */
export const PHYSICS_CASES: readonly ProviderCase[] = [
  bell,
  bellX,
  ghz,
  ghzX,
  teleportation,
  reset,
  resetHalf,
  collapse,
  conditions,
  nestedConditions,
  phaseEstimation,
  grover,
  idle,
];
