/**
 * Run with: node --conditions=@xdv/source bench/decisions.bench.ts [--quick]
 * CPU nanoseconds of one decision by the length of the queue or of the timeline, beside a sorted
 * array on the same work in the same run, and the exponent of growth: ns ~ n^e, by least squares.
 */
import process from 'node:process';
import { createRandom, namedSeed, type RandomStream } from '@xdv/domain-model';
import { exponent, nsPer, showNs } from './cpu.ts';
import { Profile } from '../src/structures/profile.ts';
import { RankQueue } from '../src/structures/rank-queue.ts';
import { SortedProfile, SortedQueue } from './sorted-array.ts';

const QUICK = process.argv.includes('--quick');
const SIZES = QUICK ? [1_000, 10_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000];
const ROUNDS = QUICK ? 3 : 5;
const DECISIONS = QUICK ? 20_000 : 100_000;
/** A sorted array moves or reads up to all its entries for each: fewer do for its figure. */
const ARRAY_STEPS = 20_000_000;
/** Building a sorted array in random order takes the square of its length. */
const ARRAY_MAX = 100_000;

/** What requests ask for, drawn beforehand: powers of 2 up to 256 units, log-uniform times. */
const DRAWS = 2 ** 16;
const drawn = (name: string, draw: (random: RandomStream) => number): Float64Array => {
  const random = createRandom(namedSeed(1, name));
  return Float64Array.from({ length: DRAWS }, () => draw(random));
};
const amounts = drawn('amount', (random) => 2 ** random.below(9));
const lengths = drawn('length', (random) => Math.floor(2 ** (17 * random.float())));
const frees = drawn('free', (random) => 1 + random.below(64));
const extras = drawn('extra', (random) => random.below(2) * random.below(32));
const windows = drawn('window', (random) => Math.floor(2 ** (17 * random.float())));
const starts = drawn('start', (random) => random.float());

type Queue = Pick<RankQueue, 'insert' | 'firstFit' | 'first'> & { remove(id: number): unknown };

/** Ids of requests in the order in which they come; what each asks for follows from its id. */
class Arrivals {
  readonly #queue: Queue;
  readonly #byLength: boolean;
  readonly #rank = new Float64Array(3);
  readonly #amounts = new Float64Array(1);
  #id = 0;

  constructor(queue: Queue, byLength: boolean, count: number) {
    this.#queue = queue;
    this.#byLength = byLength;
    for (let i = 0; i < count; i++) this.next();
  }

  next(): number {
    const id = ++this.#id;
    const length = lengths[id % DRAWS]!;
    this.#rank[0] = this.#byLength ? length : 0;
    this.#rank[1] = id;
    this.#rank[2] = id;
    this.#amounts[0] = amounts[id % DRAWS]!;
    this.#queue.insert(id, this.#rank, this.#amounts, length);
    return id;
  }
}

/** Takes the first and lets another come. */
const takeNext = (queue: Queue, n: number, byLength: boolean) => {
  const arrivals = new Arrivals(queue, byLength, n);
  return (count: number): void => {
    for (let i = 0; i < count; i++) {
      queue.remove(queue.first());
      arrivals.next();
    }
  };
};

/** The head waits for all units; another comes, and the first that may start does. */
const backfill = (queue: Queue, n: number, byLength: boolean) => {
  queue.insert(2 ** 40, [-1, 0, 0], [1024], 1);
  const arrivals = new Arrivals(queue, byLength, n);
  const free = new Float64Array(1);
  const extra = new Float64Array(1);
  let turn = 0;
  return (count: number): void => {
    for (let i = 0; i < count; i++) {
      turn = (turn + 1) % DRAWS;
      free[0] = frees[turn]!;
      extra[0] = extras[turn]!;
      const last = arrivals.next();
      const found = queue.firstFit(free, windows[turn]!, extra);
      queue.remove(found < 0 ? last : found);
    }
  };
};

type Timeline = Pick<Profile, 'earliest' | 'take' | 'give'>;

/** Finds room on a timeline of n breakpoints, takes it and gives it back. */
const place = (timeline: Timeline, n: number) => {
  for (let i = 0; i < n; i++) {
    timeline.take(i * 10, i * 10 + 10, 1 + (amounts[i % DRAWS]! >> 1) + (i & 1));
  }
  let turn = 0;
  return (count: number): void => {
    for (let i = 0; i < count; i++) {
      turn = (turn + 1) % DRAWS;
      const ticks = 1 + (lengths[turn]! % 50);
      const start = timeline.earliest(Math.floor(starts[turn]! * n * 10), ticks, 8);
      timeline.take(start, start + ticks, 8);
      timeline.give(start, start + ticks, 8);
    }
  };
};

type Work = (count: number) => void;

const report = (title: string, fast: (n: number) => Work, plain: (n: number) => Work): void => {
  console.log(title);
  const points = SIZES.map((n) => {
    const work = fast(n);
    const ns = nsPer(ROUNDS, DECISIONS, () => work(DECISIONS));
    const figure = `  ${String(n).padStart(9)}: ${showNs(ns)}`;
    if (n <= ARRAY_MAX) {
      const [steps, array] = [Math.min(DECISIONS, ARRAY_STEPS / n), plain(n)];
      const arrayNs = nsPer(ROUNDS, steps, () => array(steps));
      const ratio = (arrayNs / ns).toFixed(2);
      console.log(`${figure}, sorted array ${arrayNs.toFixed(0).padStart(7)} ns, ratio ${ratio}`);
    } else console.log(figure);
    return [n, ns] as const;
  });
  console.log(`  ns grow as n^${exponent(points).toFixed(2)}`);
};

// the first figure is not to pay for the compiler
takeNext(new RankQueue(3, 1), 1000, true)(DECISIONS);
backfill(new RankQueue(3, 1), 1000, true)(DECISIONS);
place(new Profile(256), 1000)(DECISIONS);

for (const byLength of [false, true]) {
  const order = byLength ? 'shortest first' : 'first come, first served';
  for (const [name, work] of [['take the next', takeNext], ['backfill', backfill]] as const) {
    report(
      `${name} and insert another, ${order}`,
      (n) => work(new RankQueue(3, 1), n, byLength),
      (n) => work(new SortedQueue(), n, byLength),
    );
  }
}
report(
  'earliest, take and give, by breakpoints',
  (n) => place(new Profile(256), n),
  (n) => place(new SortedProfile(256), n),
);
