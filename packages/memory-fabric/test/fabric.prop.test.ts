import { unwrap, type MemoryFabric } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryFabric } from '../src/index.ts';
import { faultOf, pid } from './support.ts';

const LIMITS = { pageBytes: 4, pagesMaxPerProcess: 4, pagesMax: 7 };
const PROCESSES = [1, 2, 3];

/** The oracle: one plain list of bytes per process. */
type Naive = Map<number, number[]>;

interface Pair {
  readonly fabric: MemoryFabric;
  readonly naive: Naive;
}

type Op = 'grow' | 'read' | 'write' | 'release' | 'fork';

interface Step {
  readonly op: Op;
  readonly process: number;
  readonly pages: number;
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly at: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom<Op>('grow', 'grow', 'write', 'write', 'write', 'read', 'release', 'fork'),
  process: fc.constantFrom(...PROCESSES),
  pages: fc.nat(5),
  address: fc.integer({ min: -1, max: 17 }),
  bytes: fc.uint8Array({ maxLength: 10 }),
  at: fc.nat(3),
});

const spaceOf = (naive: Naive, process: number): number[] => naive.get(process) ?? [];
const pagesOf = (naive: Naive): number =>
  PROCESSES.reduce((sum, n) => sum + spaceOf(naive, n).length / LIMITS.pageBytes, 0);

const grow = ({ fabric, naive }: Pair, { process, pages }: Step): void => {
  const space = spaceOf(naive, process);
  const fits =
    space.length / LIMITS.pageBytes + pages <= LIMITS.pagesMaxPerProcess &&
    pagesOf(naive) + pages <= LIMITS.pagesMax;
  const result = fabric.grow(pid(process), pages);
  expect(faultOf(result)).toBe(fits ? undefined : 'RESOURCE_EXHAUSTED');
  if (!result.ok) return;
  naive.set(process, [...space, ...new Uint8Array(pages * LIMITS.pageBytes)]);
  expect(result.value).toBe(spaceOf(naive, process).length);
};

const access = ({ fabric, naive }: Pair, { op, process, address, bytes }: Step): void => {
  const space = spaceOf(naive, process);
  const inside = address >= 0 && address + bytes.length <= space.length;
  const expected = inside ? undefined : 'MEMORY_OUT_OF_BOUNDS';
  if (op === 'write') {
    expect(faultOf(fabric.write(pid(process), address, bytes))).toBe(expected);
    if (inside) space.splice(address, bytes.length, ...bytes);
    return;
  }
  const result = fabric.read(pid(process), address, bytes.length);
  expect(faultOf(result)).toBe(expected);
  if (result.ok) expect([...result.value]).toEqual(space.slice(address, address + bytes.length));
};

const apply = (pairs: Pair[], one: Step): void => {
  const pair = pairs[one.at % pairs.length]!;
  const { fabric, naive } = pair;
  if (one.op === 'grow') grow(pair, one);
  else if (one.op === 'release') {
    fabric.release(pid(one.process));
    naive.delete(one.process);
  } else if (one.op === 'fork') {
    const copy: Naive = new Map(Array.from(naive, ([n, space]) => [n, [...space]]));
    pairs.push({ fabric: fabric.fork(), naive: copy });
  } else access(pair, one);
};

const contentOf = ({ fabric, naive }: Pair, process: number): readonly number[] =>
  [...unwrap(fabric.read(pid(process), 0, spaceOf(naive, process).length))];

const runSteps = (steps: readonly Step[], afterEach: (pairs: readonly Pair[]) => void): void => {
  const pairs: Pair[] = [{ fabric: createMemoryFabric(LIMITS), naive: new Map() }];
  for (const one of steps) {
    apply(pairs, one);
    afterEach(pairs);
  }
};

describe('createMemoryFabric', () => {
  const steps = fc.array(step, { maxLength: 50, size: 'max' });

  it('uses what was grown less what was released, after every step (XDV-013.6)', () => {
    fc.assert(
      fc.property(steps, (list) => {
        runSteps(list, (pairs) => {
          for (const { fabric, naive } of pairs) expect(fabric.pagesUsed).toBe(pagesOf(naive));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every process and every fork to its own bytes (XDV-013.1, XDV-020.4)', () => {
    fc.assert(
      fc.property(steps, (list) => {
        runSteps(list, (pairs) => {
          for (const pair of pairs) {
            for (const n of PROCESSES) expect(contentOf(pair, n)).toEqual(spaceOf(pair.naive, n));
          }
        });
      }),
      { numRuns: 200 },
    );
  });
});
