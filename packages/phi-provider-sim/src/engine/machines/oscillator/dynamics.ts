import type { RandomStream } from '@xdv/domain-model';
import type { Dynamics } from '../lanes/machine.ts';
import type { Kernels } from '../kernels.ts';
import type { Rows } from '../lanes/rows.ts';
import type { Lanes } from '../lanes/setup.ts';
import { createStore } from '../lanes/store.ts';
import * as at from './layout.ts';
import type { OscillatorPlaces } from './layout.ts';
import { secondOrder } from './order.ts';
import { COUPLING, INJECTION, NOISE } from './parameters.ts';
import { cosineOf, sineOf, wrap } from './sine.ts';

const fround = Math.fround;

/** Standard deviation of the sum of four bytes. */
const BYTES_DEVIATION = Math.sqrt((4 * (2 ** 16 - 1)) / 12);

type Turn = (phase: number) => number;

export const createDynamics = (
  kernels: Kernels,
  places: OscillatorPlaces,
  lanes: Lanes,
  rows: Rows,
  timeStep: number,
): Dynamics => {
  const { spins } = places;
  const store = createStore(kernels, places, lanes, rows);
  const { floats, words, columns } = store;
  const blocks = Array.from({ length: lanes.blocks }, (_, k) => store.blockAt(k));
  const noise = (NOISE * Math.sqrt(timeStep)) / (BYTES_DEVIATION * Math.PI);
  const sines = places.cosine + places.stride;
  const turnAll = (replica: number, turn: Turn): void => {
    const phases = store.wordOf(replica, places.phase);
    const pairs = store.wordOf(replica, places.cosine);
    for (let i = 0; i < spins; i++) {
      const phase = wrap(fround(turn(floats[phases + i * columns]!)));
      floats[phases + i * columns] = phase;
      floats[pairs + 2 * i * columns] = cosineOf(phase);
      floats[pairs + (2 * i + 1) * columns] = sineOf(phase);
    }
  };
  const seedNoise = (replica: number, random: RandomStream): void => {
    const first = store.wordOf(replica, places.random);
    words[first] = random.uint32();
    words[first + columns] = random.uint32() | 1; // never all zero
  };
  const plane = (replica: number, offset: number): Float64Array =>
    store.copy(replica, offset, 2 * columns);
  return {
    kind: 'oim',
    spins,
    lanes,
    chunkSteps: at.CHUNK_STEPS,
    flips: (block) => new Int32Array(words.buffer, blocks[block]! + places.flips, columns),
    rest: (replica, random) => {
      turnAll(replica, () => 2 * random.float() - 1);
      seedNoise(replica, random);
      words[store.wordOf(replica, places.flips)] = 0;
    },
    schedule: (k, share) => {
      const step = at.STEP_FLOATS * k;
      store.setTable(step + at.COUPLING, COUPLING * timeStep);
      store.setTable(step + at.INJECTION, 2 * INJECTION * share * timeStep);
      store.setTable(step + at.NOISE, noise * (1 - share * share));
    },
    run: (steps) => {
      for (const block of blocks) kernels.call['steps']!(block, steps);
    },
    kick: (replica, draw) => turnAll(replica, (phase) => phase + draw()),
    bias: (scale) => store.bias(scale),
    isDown: (replica, spin) =>
      words[store.wordOf(replica, places.cosine) + 2 * spin * columns]! < 0,
    index: (replica) => secondOrder(plane(replica, places.cosine), plane(replica, sines)),
    observe: (replica) => ({ x: plane(replica, places.cosine), y: plane(replica, sines) }),
  };
};
