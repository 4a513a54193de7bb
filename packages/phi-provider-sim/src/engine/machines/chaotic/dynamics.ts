import type { RandomStream } from '@xdv/domain-model';
import type { Dynamics } from '../lanes/machine.ts';
import type { Kernels } from '../kernels.ts';
import type { Rows } from '../lanes/rows.ts';
import type { Lanes } from '../lanes/setup.ts';
import { createStore, type LaneStore } from '../lanes/store.ts';
import type { ChaoticPlaces } from './layout.ts';
import { LOOK_STEPS, PUMP_FROM, PUMP_TO, REST_NOISE } from './parameters.ts';
import { evenness } from './spread.ts';

/** The oscillators of a machine, and what their read-out has seen. */
interface ChaoticDynamics extends Dynamics {
  /** The spins of the least energy that was looked at, this moment included. */
  best(replica: number): Int8Array;
}

/** Distance between the two states of a locked oscillator, about ±1. */
const DISTANCE = 2;

type Change = (amplitude: number) => number;

/** Changes every amplitude of a replica, and their mean. */
const setAmplitudes = (
  { floats, columns, wordOf }: LaneStore,
  places: ChaoticPlaces,
  replica: number,
  change: Change,
): void => {
  const first = wordOf(replica, places.amplitude);
  let total = 0;
  for (let i = 0; i < places.spins; i++) {
    const x = change(floats[first + i * columns]!);
    floats[first + i * columns] = x;
    total += Math.abs(x);
  }
  floats[wordOf(replica, places.mean)] = total / places.spins;
};

/** A replica at rest, with nothing seen yet. */
const putToRest = (
  store: LaneStore,
  places: ChaoticPlaces,
  replica: number,
  random: RandomStream,
): void => {
  const { floats, words, columns } = store;
  setAmplitudes(store, places, replica, () => (2 * random.float() - 1) * REST_NOISE);
  const error = store.wordOf(replica, places.error);
  for (let i = 0; i < places.spins; i++) floats[error + i * columns] = 1;
  floats[store.wordOf(replica, places.score)] = -Infinity;
  words[store.wordOf(replica, places.flips)] = 0;
};

export const createDynamics = (
  kernels: Kernels,
  places: ChaoticPlaces,
  lanes: Lanes,
  rows: Rows,
): ChaoticDynamics => {
  const { spins } = places;
  const store = createStore(kernels, places, lanes, rows);
  const { floats, words, columns } = store;
  const blocks = Array.from({ length: lanes.blocks }, (_, k) => store.blockAt(k));
  const amplitudes = (replica: number): Float64Array =>
    store.copy(replica, places.amplitude, columns);
  let isSeen = false;
  const look = (): void => {
    if (isSeen) return;
    for (const block of blocks) kernels.call['look']!(block);
    isSeen = true;
  };
  return {
    kind: 'cac',
    spins,
    lanes,
    chunkSteps: LOOK_STEPS,
    flips: (block) => new Int32Array(words.buffer, blocks[block]! + places.flips, columns),
    rest: (replica, random) => {
      putToRest(store, places, replica, random);
      isSeen = false;
    },
    schedule: (k, share) => store.setTable(k, PUMP_FROM + (PUMP_TO - PUMP_FROM) * share),
    run: (steps, full) => {
      for (const block of blocks) kernels.call['steps']!(block, steps);
      isSeen = false;
      if (full) look();
    },
    kick: (replica, draw) => {
      setAmplitudes(store, places, replica, (x) => x + DISTANCE * draw());
      isSeen = false;
    },
    bias: (scale) => store.bias(scale),
    isDown: (replica, spin) =>
      words[store.wordOf(replica, places.amplitude) + spin * columns]! < 0,
    index: (replica) => evenness(amplitudes(replica)),
    observe: (replica) => ({
      x: amplitudes(replica),
      y: store.copy(replica, places.error, columns),
    }),
    best: (replica) => {
      look();
      const first = store.wordOf(replica, places.best);
      return Int8Array.from({ length: spins }, (_, i) => floats[first + i * columns]!);
    },
  };
};
