import { circuit, CircuitBuilder } from '../circuit/builder.ts';
import { GATE_NAMES, GATES, type GateName } from '../circuit/gates.ts';
import type { ProviderCase } from './case.ts';
import { distributes, measures, type Expectation } from './counts.ts';
import { probabilities } from './reference.ts';
import { subjectCase } from './subject.ts';

const ANGLES = [1.1, 0.4, -0.7] as const;

/** Shots that tell a gate from its neighbours in the catalogue. */
const SHOTS = 2000;

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);

/** Turns every qubit its own way, so that each entry of a matrix shows in the outcomes. */
const scramble = (builder: CircuitBuilder, qubits: readonly number[], offset: number): void => {
  for (const [k, q] of qubits.entries()) {
    builder.ry(0.9 + 0.31 * k + offset, q).rz(0.7 - 0.43 * k + offset, q).rx(0.5 + offset, q);
  }
};

/** `gate` with its controls before its targets, between two such layers: an interferometer. */
const interfere = (builder: CircuitBuilder, gate: GateName, controls: number, from: number): void => {
  const { qubits, params } = GATES[gate];
  const targets = from + controls;
  const all = range(from, targets + qubits);
  const angles = ANGLES.slice(0, params);
  scramble(builder, all, 0);
  builder.gate(gate, range(targets, targets + qubits), angles, range(from, targets));
  scramble(builder, all, 1.3);
};

/** How `controls` controls and the gate's targets must be distributed, from bit `from` on. */
const expectation = (gate: GateName, controls: number, from: number): Expectation => {
  const width = GATES[gate].qubits + controls;
  const alone = new CircuitBuilder(width, 0);
  interfere(alone, gate, controls, 0);
  const distribution = Object.fromEntries(probabilities(alone.build()));
  return { bits: range(from, from + width), distribution };
};

/** Alone a gate shows its matrix, under a control its global phase as well. */
const gateCase = (gate: GateName): ProviderCase => {
  const title = `${gate} has its matrix of the catalogue, alone and under a control`;
  const facts = { id: `gate-${gate}`, requirement: 'XDV-060.1', tier: 'required', title } as const;
  return subjectCase(facts, (subject) => {
    const { qubits } = GATES[gate];
    const builder = circuit(2 * qubits + 1);
    // a gate on no qubit acts on nothing that could be measured
    if (qubits > 0) interfere(builder, gate, 0, 0);
    interfere(builder, gate, 1, qubits);
    const plain = qubits > 0 ? [expectation(gate, 0, 0)] : [];
    const both = [...plain, expectation(gate, 1, qubits)];
    return measures(subject, builder.measureAll().build(), both, SHOTS);
  });
};

const CONTROLLED: readonly (readonly [GateName, number])[] = [
  ['x', 2],
  ['x', 3],
  ['ry', 2],
  ['p', 3],
  ['swap', 2],
];

const controlCase = ([gate, controls]: readonly [GateName, number]): ProviderCase => {
  const title = `${gate} acts only where all ${controls} controls are 1`;
  const id = `controls-${controls}-${gate}`;
  return subjectCase({ id, requirement: 'XDV-060.1', tier: 'required', title }, (subject) => {
    const builder = circuit(controls + GATES[gate].qubits);
    interfere(builder, gate, controls, 0);
    const program = builder.measureAll().build();
    return measures(subject, program, [expectation(gate, controls, 0)], 2 * SHOTS);
  });
};

/** Identities whose outcome is certain, so that one wrong shot in a thousand shows. */
const identities = subjectCase(
  {
    id: 'gate-identities',
    requirement: 'XDV-060.1',
    tier: 'required',
    title: 'products of gates that make the identity leave no trace',
  },
  (subject) => {
    const builder = circuit(4);
    scramble(builder, [0, 1, 2, 3], 0);
    builder.sx(0).sx(0).x(0).s(1).t(1).t(1).z(1).h(2).z(2).h(2).x(2).y(3).z(3).x(3);
    builder.gate('iswap', [0, 1]).swap(0, 1).cz(0, 1).sdg(0).sdg(1);
    builder.rxx(0.8, 2, 3).h(2).h(3).rzz(-0.8, 2, 3).h(2).h(3).cp(0.6, 1, 2).cp(-0.6, 2, 1);
    for (const [k, q] of [0, 1, 2, 3].entries()) {
      builder.rx(-0.5, q).rz(-0.7 + 0.43 * k, q).ry(-0.9 - 0.31 * k, q);
    }
    return distributes(subject, builder.measureAll().build(), { '0000': 1 });
  },
);

/** The catalogue of gates, each against its matrix (XDV-060.1). */
export const GATE_CASES: readonly ProviderCase[] = [
  ...GATE_NAMES.map(gateCase),
  ...CONTROLLED.map(controlCase),
  identities,
];
