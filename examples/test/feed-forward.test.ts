import { describe, expect, it } from 'vitest';
import feedForward, { args, present } from '../feed-forward.ts';
import { GOOD_RECORD, PLAIN_TOOLS, recordOf, resultOf, runExample } from './support.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('teleportation with feed-forward', () => {
  it.each(seeds)('brings every message across with seed %i (XDV-004.4)', async (seed) => {
    const { recovered, rounds } = resultOf(await runExample(feedForward, args, seed));
    expect(recovered).toBe(rounds);
  });

  it('delivers the statistics of the message, and every pair of bits on the way', async () => {
    const rounds = 400;
    const { ones, onesExpected, bits } = resultOf(await runExample(feedForward, { rounds }, 1));
    // six standard deviations of a binomial count
    expect(Math.abs(ones - onesExpected)).toBeLessThan(6 * Math.sqrt(rounds * 0.75 * 0.25));
    for (const [, times] of bits) expect(Math.abs(times - 200)).toBeLessThan(6 * Math.sqrt(150));
    expect(bits.map(([pair]) => pair)).toEqual(['00', '01', '10', '11']);
  });

  it('loses some messages on a noisy device', async () => {
    const noisy = { rounds: 200, device: 'noisy' };
    const { recovered } = resultOf(await runExample(feedForward, noisy, 1));
    expect(recovered).toBeLessThan(200);
    expect(recovered).toBeGreaterThan(120);
  });
});

describe('a decoherence budget that is too short', () => {
  it('refuses the same program with a fault that it can handle (XDV-024.1)', async () => {
    const { short } = resultOf(await runExample(feedForward, args, 1));
    expect(short).toEqual({ budgetUs: 3, outcome: 'DECOHERENCE_EXCEEDED' });
  });

  it.each([1, 2, 3])('of %i µs ends the process if nothing is caught', async (budgetUs) => {
    const done = await runExample(feedForward, { budgetUs }, 1);
    expect(done.result).toMatchObject({ ok: false, fault: { code: 'DECOHERENCE_EXCEEDED' } });
    expect(done.faults[0]!.place?.file).toContain('feed-forward.ts');
    expect(await recordOf(feedForward, done)).toEqual(GOOD_RECORD);
  });

  it('is also exceeded when K takes too long to decide (XDV-012.4)', async () => {
    const done = await runExample(feedForward, { decideUs: 100 }, 1);
    expect(done.result).toMatchObject({ ok: false, fault: { code: 'DECOHERENCE_EXCEEDED' } });
  });

  it('does not show where the budget is long enough', async () => {
    const { short } = resultOf(await runExample(feedForward, { shortBudgetUs: 60 }, 1));
    expect(short.outcome).toBe('completed');
  });
});

describe('the record of the teleportations', () => {
  it('ends with the same head every time, verifies and replays (XDV-003.5)', async () => {
    const first = await runExample(feedForward, args, 9);
    const second = await runExample(feedForward, args, 9);
    expect(second.head).toBe(first.head);
    expect(await recordOf(feedForward, first)).toEqual(GOOD_RECORD);
  });

  it('presents what arrived and how the short budget ended', async () => {
    const text = present(resultOf(await runExample(feedForward, args, 1)), PLAIN_TOOLS);
    expect(text).toContain('40 of 40 messages came back');
    expect(text).toContain('with a budget of 3 µs it ends in DECOHERENCE_EXCEEDED');
  });
});
