import { circuit, createRandom, GATE_NAMES, GATES, unwrap, type GateOp } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { evolve } from '@xdv/q-provider-sim/engine';
import { double, gateStatements } from '../src/program/gates.ts';
import { count, deviation, run, start } from './support.ts';

const statements = (op: Partial<GateOp> & Pick<GateOp, 'gate'>): readonly string[] => {
  const { gate, targets = [0], controls = [], params = [] } = op;
  return gateStatements({ gate, targets, controls, angles: params.map(double) });
};

describe('gates are written as operations of Q#', () => {
  it.each([
    ['alone', { gate: 'x' }, ['X(q[0]);']],
    ['inverted', { gate: 'sxdg' }, ['Adjoint SX(q[0]);']],
    ['with an angle', { gate: 'rx', params: [2] }, ['Rx(2.0, q[0]);']],
    ['under controls', { gate: 'z', controls: [2, 1] }, ['Controlled Z([q[2], q[1]], q[0]);']],
    [
      'with an angle under a control',
      { gate: 'ry', params: [0.5], controls: [3] },
      ['Controlled Ry([q[3]], (0.5, q[0]));'],
    ],
    ['on two qubits', { gate: 'swap', targets: [1, 0] }, ['SWAP(q[1], q[0]);']],
    [
      'as a phase of a control',
      { gate: 'gphase', targets: [], params: [1], controls: [4] },
      ['R1(1.0, q[4]);'],
    ],
    ['as nothing without one', { gate: 'gphase', targets: [], params: [1] }, []],
  ] as const)('%s', (_, op, expected) => {
    expect(statements(op as never)).toEqual(expected);
  });

  it('with angles as doubles that read back as the same number', () => {
    const angles = [0, -0, 3, -1e21, 1e-7, 5e-324, Number.MAX_VALUE, Math.PI, 2 ** 53];
    for (const angle of angles) {
      const text = double(angle);
      expect(text).toMatch(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/);
      expect(text).toMatch(/[.e]/);
      expect(Number(text)).toBe(angle === 0 ? Number(text) : angle);
    }
  });
});

/** Any gate with up to two controls on four qubits. */
const anyGate = (random: ReturnType<typeof createRandom>): GateOp => {
  const gate = GATE_NAMES[random.below(GATE_NAMES.length)]!;
  const order = [0, 1, 2, 3].toSorted(() => random.float() - 0.5);
  const width = GATES[gate].qubits;
  const params = Array.from({ length: GATES[gate].params }, () => 7 * random.float() - 3.5);
  const controls = order.slice(width, width + random.below(3));
  return { kind: 'gate', gate, targets: order.slice(0, width), params, controls };
};

/** Chance of a false alarm at this many standard errors: 10^-11. */
const SIGMAS = 7;

describe('programs mean what the circuit means', () => {
  it.each([1, 2])('for 30 random gates, as our own simulator has it (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const ops = Array.from({ length: 30 }, () => anyGate(random));
    const amplitudes = unwrap(evolve({ qubits: 4, bits: 0, ops })).amplitudes();
    const provider = await start();
    const program = { qubits: 4, bits: 4, ops: [...ops, ...circuit(4).measureAll().build().ops] };
    const counts = await count(provider, run(program, 400));
    for (let index = 0; index < 16; index++) {
      const probability = amplitudes[2 * index]! ** 2 + amplitudes[2 * index + 1]! ** 2;
      const outcome = index.toString(2).padStart(4, '0');
      expect(deviation(counts, outcome, probability)).toBeLessThan(SIGMAS);
    }
  });
});
