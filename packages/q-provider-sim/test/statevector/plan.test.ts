import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createState, type SlotGate } from '../../src/engine/index.ts';
import { createCompiledState } from '../../src/statevector/index.ts';
import { HIGH } from '../../src/statevector/kernel-code.ts';
import { lower } from '../../src/statevector/lower.ts';
import { planOps, tabulate, type Shape } from '../../src/statevector/plan.ts';
import { Structure, type ProgramOptions } from '../../src/statevector/program.ts';
import { distance, gate, run } from './support.ts';

const SHAPE: Shape = {
  qubits: 10,
  laneQubits: 2,
  blockQubits: 8,
  chunkQubits: 5,
  tileQubits: 2,
};

const OPTIONS: ProgramOptions = {
  shape: SHAPE,
  wide: false,
  shared: false,
  fused: false,
  generic: false,
  state: 2 ** 20,
};

const identity = (qubits: number): number[] => Array.from({ length: qubits }, (_, q) => q);
const START = { places: identity(SHAPE.qubits), live: 0 };

/** Layers of turns by any angles, phases between neighbours and controlled NOTs. */
const layered = (qubits: number, layers: number, angle: () => number): SlotGate[] =>
  Array.from({ length: layers }, (_, layer) =>
    identity(qubits).flatMap((q) => [
      gate('u', [q], [angle(), angle(), angle()]),
      gate('p', [q], [angle()], [(q + 1) % qubits]),
      ...((q + layer) % 3 === 0 ? [gate('x', [q], [], [(q + 2) % qubits])] : []),
    ]),
  ).flat();

const anglesOf = (seed: number): (() => number) => {
  const random = createRandom(seed);
  return () => 6.3 * random.float() - 3.1;
};

const plainAmplitudes = (qubits: number, gates: readonly SlotGate[]): Float64Array => {
  const plain = createState(qubits);
  plain.apply(gates);
  return plain.amplitudes();
};

/** The turns of each kernel of a plan. */
const turnsPerKernel = (gates: readonly SlotGate[]): number[] => {
  const { ops } = lower(gates, SHAPE.qubits);
  const { stages } = planOps(tabulate(ops), SHAPE, START.places, START.live);
  return stages.flatMap(({ kernels }) =>
    kernels.map((kernel) => kernel.ops.filter((op) => ops[op]!.kind === 'turn').length),
  );
};

/** Turns of one qubit that do not merge: a controlled NOT is between them. */
const alternating = (turns: number): SlotGate[] =>
  Array.from({ length: turns }, () => [gate('h', [7]), gate('x', [7], [], [6])]).flat();

describe('the plan of a circuit', () => {
  it('puts 22 turns into one kernel, and the 23rd into the next', () => {
    expect(turnsPerKernel(alternating(22))).toEqual([22]);
    expect(turnsPerKernel(alternating(23))).toEqual([22, 1]);
  });

  it('does nothing for no gates', () => {
    const { stages, live } = planOps(tabulate([]), SHAPE, START.places, 5);
    expect({ stages, live }).toEqual({ stages: [], live: 5 });
  });

  it('exchanges a lane even where every other qubit is needed outside', () => {
    for (let target = 0; target < 6; target++) {
      const rest = identity(6).filter((q) => q !== target);
      const spread = identity(6).map((q) => gate('u', [q], [0.3 + q, 0.2 * q, q]));
      const gates = [...spread, gate('ry', [target], [0.7], rest), ...spread];
      const actual = run(6, { precision: 'c64', compileWork: 0 }, gates);
      expect(distance(actual, plainAmplitudes(6, gates))).toBeLessThan(1e-6);
    }
  });
});

describe('a program', () => {
  const gates = layered(SHAPE.qubits, 4, anglesOf(1));

  it('has the same bytes in a new structure', () => {
    const [a, b] = [new Structure(gates, START, OPTIONS), new Structure(gates, START, OPTIONS)];
    const [first, second] = [a.bind(gates), b.bind(gates)];
    expect(first.code.binary).toEqual(second.code.binary);
    expect(first.tables).toEqual(second.tables);
    expect(first.exit).toEqual(second.exit);
  });

  it('has the same bytes whatever was bound before, and shares code where angles allow', () => {
    const special = gates.map((each) => ({ ...each, params: each.params.map(() => 0) }));
    const structure = new Structure(gates, START, OPTIONS);
    const first = structure.bind(gates);
    const other = structure.bind(special);
    const again = structure.bind(gates);
    expect(other.code).not.toBe(first.code);
    expect(again.code).toBe(first.code);
    expect(again.tables).toEqual(first.tables);
    expect(other.tables).toEqual(new Structure(gates, START, OPTIONS).bind(special).tables);
  });

  it('for any angles has one code, and the same amplitudes as one for these to 1e-13', () => {
    const options = { ...OPTIONS, generic: true };
    const structure = new Structure(gates, START, options);
    const { code } = structure.bind(gates);
    for (let seed = 2; seed < 12; seed++) {
      const bound = layered(SHAPE.qubits, 4, anglesOf(seed));
      expect(structure.bind(bound).code).toBe(code);
      const [generic, specific] = [true, false].map((sweep) =>
        run(SHAPE.qubits, { compileWork: 0, blockQubits: 8, sweep }, bound),
      );
      expect(distance(generic!, specific!)).toBeLessThan(1e-13);
    }
  });
});

/** Instructions of all kernels of a program, but for those that load, shuffle and store. */
const arithmeticOf = (list: readonly SlotGate[]): number => {
  const { stages } = new Structure(list, START, OPTIONS).bind(list);
  const nodes = stages.flatMap(({ kernels }) => kernels.flatMap(({ code }) => [...code.nodes]));
  return nodes.filter((kind, k) => k % 4 === 0 && kind > HIGH).length;
};

describe('the code of a tile', () => {
  const turns = [gate('ry', [6], [1]), gate('ry', [7], [1.1])];

  it('takes two instructions for each slot and real turn, none for phases of one qubit', () => {
    expect(arithmeticOf(turns)).toBe(16);
    expect(arithmeticOf([...turns, gate('p', [6], [0.7]), gate('p', [8], [0.3])])).toBe(16);
  });

  it('turns three slots for the phases before two turns, not four', () => {
    const phases = [gate('p', [6], [0.7], [7]), gate('p', [6], [0.3]), gate('p', [7], [0.9])];
    // two instructions for each of them, and two for a size that is left
    expect(arithmeticOf([...phases, ...turns])).toBe(16 + 6 + 2);
  });
});

describe('factors that are kept aside', () => {
  /** General turns, and phases of which the imaginary part is small, one after the other. */
  const deep = (qubits: number, layers: number, seed: number): SlotGate[] => {
    const angle = anglesOf(seed);
    return Array.from({ length: layers }, (_, layer) =>
      identity(qubits).flatMap((q) => [
        gate('u', [q], [angle(), angle(), angle()]),
        gate('p', [q], [3e-4 * angle()], [(q + 1 + (layer % (qubits - 1))) % qubits]),
      ]),
    ).flat();
  };

  // A bound below which a part counts as zero must be relative: rescaling makes all factors as
  // small as 2^-40 at once, and with a bound of 1e-12 parts of 1e-3 are lost.
  it.each([1, 2, 3, 4])('keep small parts through rescalings in complex64: seed %i', (seed) => {
    const qubits = 8;
    const gates = deep(qubits, 60, seed);
    const state = createCompiledState(qubits, { precision: 'c64', compileWork: 0 });
    state.apply(gates);
    expect(distance(state.amplitudes(), plainAmplitudes(qubits, gates))).toBeLessThan(1e-6);
    expect(Math.abs(state.weight(0, 0) - 1)).toBeLessThan(2e-6);
  });
});
