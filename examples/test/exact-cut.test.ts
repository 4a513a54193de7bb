import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutValue, graph } from 'xdv-kernel';
import { exactCut, type PlainGraph } from '../exact-cut.ts';
import { FRIENDSHIPS, karateClub } from '../karate-club.ts';
import { GOOD_RECORD, recordOf, resultOf, runExample } from './support.ts';

/** The largest cut and how many partitions have it, by trying them all. */
const tryAll = ({ vertices, edges }: PlainGraph): { cut: number; partitions: number } => {
  const whole = graph(vertices, edges);
  let cut = -1;
  let partitions = 0;
  for (let sides = 0; sides < 2 ** (vertices - 1); sides++) {
    const spins = Array.from({ length: vertices }, (_, vertex) => (sides >> vertex) & 1);
    const value = cutValue(whole, spins);
    if (value > cut) [cut, partitions] = [value, 1];
    else if (value === cut) partitions++;
  }
  return { cut, partitions };
};

const graphs: fc.Arbitrary<PlainGraph> = fc.integer({ min: 1, max: 9 }).chain((vertices) => {
  const pairs = Array.from({ length: vertices }, (_, a) =>
    Array.from({ length: a }, (_, b) => [b, a] as const),
  ).flat();
  return fc.subarray(pairs).map((edges) => ({ vertices, edges }));
});

const exactly = async (given: PlainGraph): Promise<{ cut: number; partitions: number }> => {
  const { cut, partitions } = resultOf(await runExample(exactCut, given, 1));
  return { cut, partitions };
};

describe('the karate club', () => {
  it('is the published graph: 34 members, 78 friendships, the known degrees', () => {
    const degrees = Array.from({ length: 34 }, () => 0);
    for (const [a, b] of FRIENDSHIPS) {
      degrees[a]!++;
      degrees[b]!++;
    }
    expect(karateClub.vertices).toBe(34);
    expect(new Set(FRIENDSHIPS.map(([a, b]) => `${a} ${b}`)).size).toBe(78);
    expect(degrees).toEqual([
      16, 9, 10, 6, 3, 4, 4, 4, 5, 2, 3, 1, 2, 5, 2, 2, 2, 2, 2, 3, 2, 2, 2, 5, 3, 3, 2, 4, 3, 4, 4,
      6, 12, 17,
    ]);
  });
});

describe('the exact cut', () => {
  it('agrees with trying every partition of small graphs', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (given) => {
        expect(await exactly(given)).toEqual(tryAll(given));
      }),
      { numRuns: 60 },
    );
  });

  it('proves 61 for the karate club, reached by 126 partitions', async () => {
    const club = { vertices: 34, edges: FRIENDSHIPS };
    const done = await runExample(exactCut, club, 1);
    expect(resultOf(done)).toMatchObject({ cut: 61, partitions: 126 });
    expect(await recordOf(exactCut, done)).toEqual(GOOD_RECORD);
  });
});
