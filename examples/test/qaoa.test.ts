import { describe, expect, it } from 'vitest';
import { isingProblem, process, us } from 'xdv-kernel';
import { compassSearch, qaoaCircuit, spinsOf, type Angles } from '../qaoa.ts';
import { resultOf, runExample } from './support.ts';

describe('QAOA', () => {
  it('reads outcomes with bit 0 on the right, 0 as spin up', () => {
    expect([...spinsOf('011')]).toEqual([-1, -1, 1]);
  });

  it.each([
    [1, ['00', '11']],
    [-1, ['01', '10']],
  ])('with coupling %i prefers the outcomes %j', async (coupling, preferred) => {
    const pair = isingProblem(2, [[0, 1, coupling]]);
    const program = process({ domains: ['K', 'Q'] }, function* pairOfSpins(sys) {
      // one layer of the ramp halves both angles: γ = β = π/4 is exact for a pair
      const built = qaoaCircuit(pair, [Math.PI / 2, Math.PI / 4], 1);
      return yield* sys.q.run(built, { shots: 100, budget: us(20) });
    });
    const { counts } = resultOf(await runExample(program, null, 1));
    expect(counts.map(([outcome]) => outcome)).toEqual(preferred);
  });
});

describe('compass search', () => {
  it('finds the minimum of a bowl to within the last step', () => {
    const bowl = ([x, y]: Angles): number => (x - 0.7) ** 2 + 2 * (y + 0.3) ** 2;
    const search = compassSearch(
      // oxlint-disable-next-line require-yield -- an objective that asks nobody
      function* evaluate(angles) {
        return bowl(angles);
      },
      [0, 0],
      { step: 0.5, stepMin: 0.01 },
    );
    const { done, value } = search.next();
    expect(done).toBe(true);
    expect((value as Angles)[0]).toBeCloseTo(0.7, 1);
    expect((value as Angles)[1]).toBeCloseTo(-0.3, 1);
  });
});
