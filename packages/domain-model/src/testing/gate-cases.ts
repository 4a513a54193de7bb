import { circuit, CircuitBuilder } from '../circuit/builder.ts';
import { GATE_NAMES, GATES, type GateName } from '../circuit/gates.ts';
import type { ProviderCase } from './case.ts';
import { distributes, measures, SHOTS, type Expectation } from './counts.ts';
import { probabilities } from './reference.ts';
import { subjectCase } from './subject.ts';

/**
 * Angles found by search: with them the gates that are easily taken for one another differ by seven
 * times what `isTooUnlikely` asks for, in twice these shots.
 */
const ANGLES = [2.6, 0.3, -0.8] as const;
const BEFORE: Layer = { ry: [0.1, 1.6], rz: [-1.7, -1.7], rx: -1.9 };
const AFTER: Layer = { ry: [-1.5, 0.2], rz: [2.3, -0.4], rx: -1.9 };

/** Rotations of each qubit: an angle, and how much it grows from qubit to qubit. */
interface Layer {
  readonly ry: readonly [number, number];
  readonly rz: readonly [number, number];
  readonly rx: number;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);

/** Turns every qubit its own way, so that each entry of a matrix shows in the outcomes. */
const turn = (builder: CircuitBuilder, qubits: readonly number[], { ry, rz, rx }: Layer): void => {
  for (const [k, q] of qubits.entries()) {
    builder.ry(ry[0] + k * ry[1], q).rz(rz[0] + k * rz[1], q).rx(rx, q);
  }
};

const turnBack = (builder: CircuitBuilder, qubits: readonly number[], layer: Layer): void => {
  const { ry, rz, rx } = layer;
  for (const [k, q] of qubits.entries()) {
    builder.rx(-rx, q).rz(-rz[0] - k * rz[1], q).ry(-ry[0] - k * ry[1], q);
  }
};

/** `gate` with its controls before its targets, between two such layers: an interferometer. */
const interfere = (
  builder: CircuitBuilder,
  gate: GateName,
  controls: number,
  from: number,
): void => {
  const { qubits, params } = GATES[gate];
  const targets = from + controls;
  const all = range(from, targets + qubits);
  const angles = ANGLES.slice(0, params);
  turn(builder, all, BEFORE);
  builder.gate(gate, range(targets, targets + qubits), angles, range(from, targets));
  turn(builder, all, AFTER);
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
    return measures(subject, builder.measureAll().build(), both);
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
    turn(builder, [0, 1, 2, 3], BEFORE);
    builder.sx(0).sx(0).x(0).s(1).t(1).t(1).z(1).h(2).z(2).h(2).x(2).y(3).z(3).x(3);
    builder.gate('iswap', [0, 1]).swap(0, 1).cz(0, 1).sdg(0).sdg(1);
    builder.rxx(0.8, 2, 3).h(2).h(3).rzz(-0.8, 2, 3).h(2).h(3).cp(0.6, 1, 2).cp(-0.6, 2, 1);
    turnBack(builder, [0, 1, 2, 3], BEFORE);
    return distributes(subject, builder.measureAll().build(), { '0000': 1 });
  },
);

/** The catalogue of gates, each against its matrix (XDV-060.1). */
export const GATE_CASES: readonly ProviderCase[] = [
  ...GATE_NAMES.map(gateCase),
  ...CONTROLLED.map(controlCase),
  identities,
];
