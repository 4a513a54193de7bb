import type { Graph } from '@xdv/domain-model';
import { createEventHeap } from './event-heap.ts';
import type { Kick, PulseNetwork } from './pulse-network.ts';
import { neighborRows } from './rows.ts';

export interface GraphPulses {
  readonly graph: Graph;
  readonly phases: Float64Array;
  readonly rates: Float64Array;
  readonly delay: number;
  readonly kick: (weight: number) => Kick;
}

/** A first-in, first-out queue of numbers. */
interface Queue {
  push(item: number): void;
  shift(): number;
  first(): number | undefined;
}

const createQueue = (): Queue => {
  let items: number[] = [];
  let head = 0;
  return {
    push: (item) => void items.push(item),
    first: () => items[head],
    shift() {
      const item = items[head++]!;
      // half of the room is used up: amortized O(1)
      if (2 * head > items.length) [items, head] = [items.slice(head), 0];
      return item;
    },
  };
};

/** Phases that rise by themselves, written only when something happens to them. */
interface Clocks {
  /** The phase of an oscillator at a time that is not before it was last set. */
  at(i: number, time: number): number;
  set(i: number, phase: number, time: number): void;
  /** The oscillator that reaches phase 1 first. */
  next(): number;
  dueAt(i: number): number;
}

const createClocks = ({ phases, rates }: GraphPulses): Clocks => {
  const written = phases.slice();
  const writtenAt = new Float64Array(phases.length);
  const heap = createEventHeap(phases.map((phase, i) => (1 - phase) / rates[i]!));
  return {
    at: (i, time) => Math.min(1, written[i]! + rates[i]! * (time - writtenAt[i]!)),
    set(i, phase, time) {
      written[i] = phase;
      writtenAt[i] = time;
      heap.setTime(i, time + (1 - phase) / rates[i]!);
    },
    next: () => heap.first(),
    dueAt: (i) => heap.timeOf(i),
  };
};

/** Calls `hear` with every listener of a sender and what the pulse does to its phase. */
type Pulses = (sender: number, hear: (i: number, gain: number, lift: number) => void) => void;

const createPulses = ({ graph, kick }: GraphPulses): Pulses => {
  const { rowStart, neighbor, weight } = neighborRows(graph, 1);
  const gains = weight.map((w) => kick(w).gain);
  const lifts = weight.map((w) => kick(w).lift);
  return (sender, hear) => {
    const end = rowStart[sender + 1]!;
    for (let e = rowStart[sender]!; e < end; e++) hear(neighbor[e]!, gains[e]!, lifts[e]!);
  };
};

/** Oscillators on a graph, each with its rate; all pulses are equally long on their way. */
export const createGraphPulses = (setup: GraphPulses): PulseNetwork => {
  const { delay } = setup;
  const oscillators = setup.phases.length;
  const clocks = createClocks(setup);
  const pulses = createPulses(setup);
  const firedAt = new Float64Array(oscillators).fill(-1);
  /** Those that fire in this instant; pulses on their way, in order since delays are equal. */
  const [firing, senders, arrivals] = [createQueue(), createQueue(), createQueue()];
  let now = 0;

  const release = (i: number): void => {
    firedAt[i] = now;
    clocks.set(i, 0, now);
    firing.push(i);
  };
  const hear = (i: number, gain: number, lift: number): void => {
    // who has fired in this instant is deaf for it
    if (firedAt[i] === now) return;
    const phase = gain * clocks.at(i, now) + lift;
    if (phase >= 1) release(i);
    else clocks.set(i, Math.max(0, phase), now);
  };
  /** Goes to the next event; pulses arrive before anyone fires by itself. */
  const goOn = (): void => {
    now = Math.min(clocks.dueAt(clocks.next()), arrivals.first() ?? Infinity);
    while (arrivals.first() === now) {
      arrivals.shift();
      pulses(senders.shift(), hear);
    }
    while (clocks.dueAt(clocks.next()) === now) release(clocks.next());
  };
  const emit = (sender: number): void => {
    if (delay === 0) return pulses(sender, hear);
    senders.push(sender);
    arrivals.push(now + delay);
  };

  return {
    oscillators,
    time: () => now,
    fire() {
      let fired = 0;
      while (fired === 0) {
        goOn();
        for (; firing.first() !== undefined; fired++) emit(firing.shift());
      }
      return fired;
    },
    phases: () => Float64Array.from({ length: oscillators }, (_, i) => clocks.at(i, now)),
  };
};
