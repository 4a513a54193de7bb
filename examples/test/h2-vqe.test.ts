import { describe, expect, it } from 'vitest';
import hydrogen, { args, present } from '../h2-vqe.ts';
import { GOOD_RECORD, PLAIN_TOOLS, recordOf, resultOf, runExample } from './support.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('the ground state of H2', () => {
  it.each(seeds)('is found within chemical accuracy with seed %i', async (seed) => {
    const { withinChemicalAccuracy, errorMilliHartree } = resultOf(
      await runExample(hydrogen, args, seed),
    );
    expect(Math.abs(errorMilliHartree)).toBeLessThan(1.6);
    expect(withinChemicalAccuracy).toBe(true);
  });

  it('has the published energies', async () => {
    const { exact, energy, total, history } = resultOf(await runExample(hydrogen, args, 1));
    expect(exact).toBe(-1.857275);
    expect(total).toBeCloseTo(-1.137306, 2);
    expect(energy).toBeCloseTo(exact, 2);
    // Hartree-Fock, at angle 0, is 20 mHa above
    expect(history[0]!.energy).toBeCloseTo(-1.836968, 1);
    expect(history).toHaveLength(4);
  });

  it('says so when there are too few shots for chemical accuracy', async () => {
    const few = { searchShots: 10, finalShots: 10 };
    const { withinChemicalAccuracy, errorMilliHartree } = resultOf(
      await runExample(hydrogen, few, 1),
    );
    expect(withinChemicalAccuracy).toBe(Math.abs(errorMilliHartree) <= 1.6);
    expect(withinChemicalAccuracy).toBe(false);
  });

  it('ends with the same head every time, verifies and replays (XDV-003.5)', async () => {
    const shots = { searchShots: 1000, finalShots: 1000 };
    const first = await runExample(hydrogen, shots, 3);
    const second = await runExample(hydrogen, shots, 3);
    expect(second.head).toBe(first.head);
    expect(await recordOf(hydrogen, first)).toEqual(GOOD_RECORD);
  });

  it('presents the energy beside the exact one', async () => {
    const result = resultOf(await runExample(hydrogen, args, 1));
    const text = present(result, PLAIN_TOOLS);
    expect(text).toContain('within chemical accuracy (1.6 mHa)');
    expect(text).toContain('exact, by mathjs in K -1.857275');
    expect(text).toContain(`difference in mHa ${result.errorMilliHartree.toFixed(3)}`);
  });
});
