import { circuit, fail, ok, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  createState,
  evolve,
  type Backend,
  type SlotGate,
  type StateVector,
} from '../../src/engine/index.ts';
import { PLAIN } from '../../src/engine/memory.ts';
import { expectation, parsePauliSum, pauliSum } from '../../src/observables/index.ts';
import { bind, createObjective, parametric } from '../../src/variational/index.ts';
import { HYDROGEN, HYDROGEN_REPULSION } from '../observables/support.ts';
import { allAngles } from './support.ts';

/** The plain engine with `after` called on each list of gates that it has performed. */
const watched = (
  after: (gates: readonly SlotGate[], state: StateVector) => void,
): Backend => ({
  ...PLAIN,
  create: (qubits) => {
    const state = createState(qubits);
    const apply = state.apply.bind(state);
    state.apply = (gates) => {
      apply(gates);
      after(gates, state);
    };
    return ok(state);
  },
});

const layers = () =>
  allAngles(circuit(3).ry(0, 0).ry(0, 1).cx(0, 1).rzz(0, 1, 2).rx(0, 2).rx(0, 1).build());

const sum = () => unwrap(parsePauliSum('0.5 ZZI + 0.25 IXX - 1.5 YIY + 2 III'));

describe('an objective', () => {
  it('evaluates batches of values as the bound circuits, one after another', () => {
    const program = layers();
    const objective = unwrap(createObjective(program, sum()));
    const sets = [[0, 0, 0, 0, 0], [1, 2, 3, 4, 5], Float64Array.of(0.1, -0.2, 0.3, -0.4, 0.5)];
    const expected = sets.map((values) =>
      expectation(unwrap(evolve(bind(program, values))), sum()),
    );
    const batch = objective.expectations(sets);
    for (const [k, value] of expected.entries()) {
      expect(batch[k]).toBeCloseTo(value, 12);
      expect(objective.expectation(sets[k]!)).toBe(batch[k]);
    }
    expect(objective.parameters).toBe(5);
    expect(objective.expectations([])).toHaveLength(0);
  });

  it('hands its state vector lists of gates that differ in angles alone', () => {
    const lists: (readonly SlotGate[])[] = [];
    const watch = watched((gates) => lists.push(gates));
    const objective = unwrap(createObjective(layers(), sum(), {}, watch));
    objective.expectations([[0, 0, 0, 0, 0], [1, 2, 3, 4, 5]]);
    const shape = (gates: readonly SlotGate[]) =>
      gates.map(({ gate, targets, controls }) => ({ gate, targets, controls }));
    expect(lists).toHaveLength(2);
    expect(shape(lists[0]!)).toEqual(shape(lists[1]!));
    expect(lists[1]!.map(({ params }) => params)).toEqual([[1], [2], [], [3], [4], [5]]);
    unwrap(objective.gradient([1, 2, 3, 4, 5]));
    const once = lists.slice(2).map(shape);
    unwrap(objective.gradient([5, 4, 3, 2, 1]));
    expect(lists.slice(2 + once.length).map(shape)).toEqual(once);
  });

  it('undoes a layer of rotations in one list', () => {
    const applied: number[] = [];
    const builder = circuit(4).h(0);
    for (let layer = 0; layer < 2; layer++) {
      for (let q = 0; q < 4; q++) builder.rx(0, q).rz(0, q);
      for (let q = 0; q < 3; q++) builder.rzz(0, q, q + 1);
    }
    const program = allAngles(builder.build());
    const z = unwrap(parsePauliSum('ZZZZ'));
    const watch = watched((gates) => applied.push(gates.length));
    const objective = unwrap(createObjective(program, z, {}, watch));
    unwrap(objective.gradient(new Float64Array(program.parameters)));
    // forward, the even start, then diagonal, rx and diagonal layers; the first rx stay
    expect(applied).toEqual([23, 5, 7, 4, 7]);
  });

  it('takes no memory for qubits that no gate touches, which count as |0⟩', () => {
    const wide = circuit(100).ry(0.4, 50).cx(50, 70).build();
    const program = allAngles(wide);
    const terms = unwrap(
      pauliSum(100, [
        [1, [[50, 'Z'], [70, 'Z'], [3, 'Z']]],
        [2, [[50, 'Z'], [99, 'Z']]],
        [4, [[50, 'Z'], [99, 'X']]],
        [8, [[0, 'Y']]],
      ]),
    );
    const objective = unwrap(createObjective(program, terms, { qubitsMax: 3 }));
    expect(objective.expectation([0])).toBeCloseTo(1 + 2 * Math.cos(0.4), 12);
    const { gradient } = unwrap(objective.gradient([0]));
    expect(gradient[0]).toBeCloseTo(-2 * Math.sin(0.4), 12);
  });

  it('does not mind an engine that changes the norm of its state', () => {
    const scaling = watched((_, state) => state.multiply(0, 0, 0.6, 0.5));
    const values = [0.3, 0.1, 0.4, 0.1, 0.5];
    const plain = unwrap(createObjective(layers(), sum()));
    const scaled = unwrap(createObjective(layers(), sum(), {}, scaling));
    const expected = unwrap(plain.gradient(values));
    const actual = unwrap(scaled.gradient(values));
    expect(actual.expectation).toBeCloseTo(expected.expectation, 12);
    for (const [k, slope] of expected.gradient.entries()) {
      expect(actual.gradient[k]).toBeCloseTo(slope, 12);
    }
  });

  it('finds the ground state of hydrogen by descending its gradient', () => {
    const hydrogen = unwrap(pauliSum(4, HYDROGEN));
    const ansatz = circuit(4).x(0).x(2).ry(0, 1).cx(1, 0).cx(1, 3).cx(3, 2).build();
    const objective = unwrap(createObjective(allAngles(ansatz), hydrogen));
    let at = [0.3];
    for (let step = 0; step < 60; step++) {
      const { gradient } = unwrap(objective.gradient(at));
      at = [at[0]! - 0.8 * gradient[0]!];
    }
    expect(objective.expectation(at) + HYDROGEN_REPULSION).toBeCloseTo(-1.137306, 5);
  });

  it('is refused where the circuit leaves no single state', () => {
    const measured = unwrap(parametric(circuit(1).h(0).measure(0).build(), 0, []));
    expect(createObjective(measured, unwrap(parsePauliSum('Z')))).toMatchObject({
      fault: { code: 'CIRCUIT_INVALID', message: expect.stringContaining('ops[1] is a measure') },
    });
  });

  it('passes over barriers and delays', () => {
    const waiting = circuit(2).ry(0.4, 0).barrier().delay(30, 1).build();
    const objective = unwrap(createObjective(allAngles(waiting), unwrap(parsePauliSum('IZ'))));
    expect(objective.expectation([0.1])).toBeCloseTo(Math.cos(0.5), 12);
  });

  it('is refused with the figure above its limit on qubits, one more for a gradient', () => {
    const z = unwrap(parsePauliSum('ZZZ'));
    const over = createObjective(layers(), z, { qubitsMax: 2 });
    expect(over).toMatchObject({
      fault: { code: 'CIRCUIT_TOO_LARGE', message: expect.stringContaining('128 bytes') },
    });
    const at = unwrap(createObjective(layers(), z, { qubitsMax: 3 }));
    expect(at.expectation([0, 0, 0, 0, 0])).toBe(1);
    expect(at.gradient([0, 0, 0, 0, 0])).toMatchObject({
      fault: { code: 'CIRCUIT_TOO_LARGE', message: expect.stringContaining('256 bytes') },
    });
    expect(() => createObjective(layers(), z, { qubitsMax: 31 })).toThrow(RangeError);
  });

  it('fails as its back end does for want of memory', () => {
    const z = unwrap(parsePauliSum('ZZZ'));
    const backend: Backend = {
      ...PLAIN,
      create: (qubits) =>
        qubits > 3 ? fail('RESOURCE_EXHAUSTED', 'no memory', 'wait') : ok(createState(qubits)),
    };
    const objective = unwrap(createObjective(layers(), z, {}, backend));
    expect(objective.gradient([0, 0, 0, 0, 0])).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED' },
    });
    expect(objective.expectation([0, 0, 0, 0, 0])).toBe(1);
    const none = { ...PLAIN, create: () => fail('RESOURCE_EXHAUSTED', 'no memory', 'wait') };
    expect(createObjective(layers(), z, {}, none)).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED' },
    });
  });

  it('refuses a sum of another size and values that do not fit', () => {
    expect(createObjective(layers(), unwrap(parsePauliSum('ZZ')))).toMatchObject({
      fault: { code: 'ARGUMENT_INVALID' },
    });
    const objective = unwrap(createObjective(layers(), sum()));
    expect(() => objective.expectation([1])).toThrow('values must be 5 numbers, got 1');
    expect(() => objective.expectations([[0, 0, 0, 0, 0], [1]])).toThrow(RangeError);
    expect(() => objective.gradient([0, 0, 0, 0, NaN])).toThrow(RangeError);
  });
});
