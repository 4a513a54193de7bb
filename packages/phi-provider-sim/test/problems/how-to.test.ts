import { unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { solve } from '../../src/engine/index.ts';
import { constraintSystem, schedule } from '../../src/problems/index.ts';

it('the first example of docs/how-to/phi-problems.md does what it says', () => {
  // three jobs on two machines: each goes over both, the second operation after the first
  const shop = unwrap(
    schedule({
      operations: [
        { duration: 3, machine: 0 },
        { duration: 2, machine: 1 },
        { duration: 2, machine: 1 },
        { duration: 3, machine: 0 },
        { duration: 1, machine: 0 },
        { duration: 4, machine: 1 },
      ],
      precedence: [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
      horizon: 12,
      objective: 'makespan',
    }),
  );
  const { spins } = unwrap(solve(shop.problem, { seed: 1, work: 100_000 }));
  const plan = shop.decode(spins);

  expect(plan).toMatchObject({ feasible: true, objective: 8, solution: { makespan: 8 } });
});

it('the second example does, too', () => {
  const system = unwrap(
    constraintSystem({
      variables: [
        { min: 0, max: 10 },
        { min: 0, max: 10 },
      ],
      // x + 2 y == 7: a term is [coefficient, ...variables], their product
      constraints: [{ kind: 'compare', terms: [[1, 0], [2, 1]], relation: '==', constant: 7 }],
    }),
  );
  expect(system.decide()).toMatchObject({ kind: 'admissible', witness: [1, 3], least: true });
  expect(system.checkWitness([5, 1])).toBe(true);
});
