import { circuit, unwrap, type CircuitBuilder } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { compileCircuit } from '../../src/engine/compile.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { amplitudeDamping, kraus, noiseModel, pauli, type Channel } from '../../src/noise/index.ts';
import { record } from '../support.ts';
import { sigmas } from './noise-support.ts';
import { exactOutcomes } from './reference.ts';

const SHOTS = 20_000;

/** A turn about X by 0.8 radians, as a channel. */
const turn = kraus([[Math.cos(0.4), 0, 0, -Math.sin(0.4), 0, -Math.sin(0.4), Math.cos(0.4), 0]]);

/** With probability 0.3 a turn about Y, with 0.6 a phase. */
const mixed = kraus([
  [Math.sqrt(0.3) * Math.cos(0.5), 0, -Math.sqrt(0.3) * Math.sin(0.5), 0].concat([
    Math.sqrt(0.3) * Math.sin(0.5), 0, Math.sqrt(0.3) * Math.cos(0.5), 0,
  ]),
  [Math.sqrt(0.6), 0, 0, 0, 0, 0, 0, Math.sqrt(0.6)],
  [Math.sqrt(0.1), 0, 0, 0, 0, 0, Math.sqrt(0.1), 0],
]);

type Body = (builder: CircuitBuilder) => CircuitBuilder;

/** What may stop a frame, on a state full of phases. */
const STOPS: readonly (readonly [string, Body, Channel | null])[] = [
  ['T', (b) => b.t(0), null],
  ['a rotation', (b) => b.ry(0.7, 0), null],
  ['two turned together', (b) => b.rxx(0.9, 0, 1), null],
  ['a Toffoli gate', (b) => b.ccx(0, 1, 2), null],
  ['a controlled phase', (b) => b.cp(1.1, 0, 1), null],
  ['a controlled h', (b) => b.gate('h', [0], [], [1]), null],
  ['a controlled swap', (b) => b.gate('swap', [0, 2], [], [1]), null],
  ['any gate on one qubit', (b) => b.u(0.3, 1.2, 2.1, 0), null],
  ['damping', (b) => b.gate('id', [0]), amplitudeDamping(0.3)],
  ['strong damping', (b) => b.gate('id', [0]), amplitudeDamping(0.7)],
  ['a unitary error', (b) => b.gate('id', [0]), turn],
  ['a mixture', (b) => b.gate('id', [0]), mixed],
];

describe('an error that must be applied before it can go on', () => {
  it.each(STOPS.flatMap(([name, body, channel]) =>
    ['X', 'Y', 'Z'].map((letter) => ({ letter, name, body, channel })),
  ))('$letter before $name', ({ letter, body, channel }) => {
    const noise = noiseModel({
      gates: [
        { gate: 'z', channels: [pauli([{ pauli: letter, probability: 0.4 }])] },
        { gate: 'id', channels: channel === null ? [] : [channel] },
      ],
    });
    const program = circuit(3).ry(0.9, 0).ry(2.0, 1).ry(0.6, 2).cx(0, 1).cx(1, 2).s(0).z(0);
    body(program).rx(0.5, 0).h(0).h(1).s(1).h(1).cx(0, 2).measureAll();
    const exact = exactOutcomes(compileCircuit(program.build(), noise));
    const run = unwrap(simulate(program.build(), { shots: SHOTS, seed: 6, noise }));
    expect(sigmas(record(run), exact, SHOTS)).toBeLessThan(5);
  });
});
