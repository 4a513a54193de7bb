import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf, outcomeProbabilities } from '../../src/density/index.ts';
import { compileCircuit, compileOps } from '../../src/engine/compile.ts';
import { claim, createLayout } from '../../src/engine/layout.ts';
import { createLookup } from '../../src/noise/lookup.ts';
import { NOISELESS, type Channel, type NoiseModel } from '../../src/noise/index.ts';
import { distribution, type Matrix } from '../dense.ts';
import { arbitraryCircuit } from '../support.ts';
import { added, followed, outcomesOf } from './reference.ts';
import { arbitraryNoise, CHANNELS, entryOf, mixed } from './support.ts';

const expectSame = (
  actual: readonly (readonly [string, number])[],
  expected: ReadonlyMap<string, number>,
): void => {
  const found = new Map(actual);
  for (const outcome of new Set([...found.keys(), ...expected.keys()])) {
    const difference = (found.get(outcome) ?? 0) - (expected.get(outcome) ?? 0);
    expect([outcome, Math.abs(difference) < 1e-10]).toEqual([outcome, true]);
  }
};

/** The steps of a circuit with a slot for every qubit. */
const stepsOf = (program: Circuit, noise: NoiseModel) => {
  const layout = createLayout(program.qubits);
  claim(layout, Array.from({ length: program.qubits }, (_, q) => q));
  return compileOps(program.ops, layout, createLookup(noise));
};

const expectMatrix = (program: Circuit, noise: NoiseModel, expected: Matrix): void => {
  const rho = mixed(program, noise);
  for (const [r, row] of expected.entries()) {
    for (const [c, [re, im]] of row.entries()) {
      const [x, y] = entryOf(rho, r, c);
      expect([r, c, Math.hypot(x - re, y - im) < 1e-10]).toEqual([r, c, true]);
    }
  }
};

const circuits = fc.integer({ min: 2, max: 3 }).chain((qubits) => arbitraryCircuit(qubits, 3, 10));

describe('exact mixed states', () => {
  it('without noise give every outcome its probability', () => {
    fc.assert(
      fc.property(arbitraryCircuit(3, 3, 16), (program) => {
        const { probabilities, bits } = unwrap(outcomeProbabilities(program));
        expect(bits).toBe(3);
        expectSame(probabilities, distribution(program));
      }),
      { numRuns: 150 },
    );
  });

  it('with noise of every kind give the outcomes of the dense reference', () => {
    fc.assert(
      fc.property(circuits, arbitraryNoise, (program, noise) => {
        const plan = compileCircuit(program, noise);
        const branches = followed([...plan.body, ...plan.tail], plan.slots, plan.bits);
        const { probabilities } = unwrap(distributionOf(plan));
        expectSame(probabilities, outcomesOf(branches));
        expect(probabilities.reduce((sum, [, p]) => sum + p, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 25 },
    );
  });

  it('with noise of every kind equal the dense reference, averaged over outcomes', () => {
    fc.assert(
      fc.property(circuits, arbitraryNoise, (program, noise) => {
        const branches = followed(stepsOf(program, noise), program.qubits, program.bits);
        expectMatrix(program, noise, branches.map(({ rho }) => rho).reduce(added));
      }),
      { numRuns: 20 },
    );
  });

  it.each(Object.entries(CHANNELS))('pass through the channel %s', (_, channel: Channel) => {
    const spread = circuit(3).u(0.3, 1, 2, 0).u(1, 0.2, 0.6, 1).u(2, 0.4, 0.5, 2).cx(0, 1).cx(1, 2);
    const order = [2, 0, 1].slice(0, channel.qubits);
    const [target = 0, ...controls] = order;
    const program = spread.gate('rx', [target], [0.7], controls).build();
    const rule = { gate: 'rx', width: channel.qubits, channels: [channel] } as const;
    const noise = { ...NOISELESS, gates: [rule] };
    const [branch] = followed(stepsOf(program, noise), 3, 0);
    expectMatrix(program, noise, branch!.rho);
  });
});

describe('conditions of exact mixed states', () => {
  const outcomes = (program: Circuit) => unwrap(outcomeProbabilities(program)).probabilities;

  it('hold to the end of their branches though these write the bits they read', () => {
    const program = circuit(2, 2)
      .h(0)
      .measure(0, 0)
      .if(0, (then) => then.x(1).measure(1, 1).reset(0).measure(0, 0).ry(1, 1), {
        otherwise: (other) => other.x(0).measure(0, 0).ry(0.5, 1),
      })
      .measure(1, 1)
      .build();
    expectSame(outcomes(program), distribution(program));
    expect(outcomes(program)).toHaveLength(4);
  });

  it('remember as many conditions as are nested', () => {
    const program = circuit(3, 3)
      .h(0).h(1).measure(0, 0).measure(1, 1)
      .if(0, (then) =>
        then
          .x(0)
          .if(1, (inner) => inner.x(1).measure(1, 1).x(2).measure(0, 0).ry(0.4, 2), {
            otherwise: (inner) => inner.measure(0, 0).rx(1, 2),
          })
          .measure(0, 0)
          .ry(0.8, 2),
      )
      .measure(2, 2)
      .build();
    expectSame(outcomes(program), distribution(program));
  });

  it('on several bits leave the rest to the other branch, in every way to fail', () => {
    const ops = circuit(3, 4).h(0).h(1).measure(0, 0).measure(1, 1).build().ops;
    for (const values of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
      for (const bits of [[0, 1], [1, 1], [0, 3]]) {
        const then = circuit(3).x(2).build().ops;
        const otherwise = circuit(3).ry(0.6, 2).build().ops;
        const branch = { kind: 'if', bits, values, then, otherwise } as const;
        const last = { kind: 'measure', qubit: 2, bit: 2 } as const;
        const program = { qubits: 3, bits: 4, ops: [...ops, branch, last] };
        expectSame(outcomes(program), distribution(program));
      }
    }
  });
});
