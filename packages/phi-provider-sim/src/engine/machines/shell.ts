import { createRandom, deriveSeed, namedSeed, type RandomStream } from '@xdv/domain-model';
import { requireFinite, requireSeed, requireShare, requireWhole } from './checks.ts';
import type { LockFigures, Machine, MachineKind, Observation } from './machine.ts';

/** What a kind of machine does with its replicas: {@link machineOf} does the rest, and checks. */
export interface Replicas {
  readonly kind: MachineKind;
  readonly count: number;
  /** Steps since a start, at most. */
  readonly stepsMax: number;
  /** Begins a run: all replicas at rest but for noise, each drawn from a stream of its own. */
  rest(noise: readonly RandomStream[]): void;
  /** Performs steps, `done` of them after the start, as {@link Machine} does. */
  advance(done: number, steps: number, from: number, to: number): void;
  /** Shakes all replicas, after `done` steps. */
  kick(done: number, amplitude: number, noise: readonly RandomStream[]): void;
  bias(scale: number): void;
  read(replica: number): Int8Array;
  /** Lock index and flip share after `done` steps, at least one. */
  figures(replica: number, done: number): Omit<LockFigures, 'steps'>;
  observe(replica: number): Observation;
}

/** The streams of a run that began with `seed`, one for each replica. */
const streamsOf = (count: number, seed: number, purpose: string): readonly RandomStream[] =>
  Array.from({ length: count }, (_, r) => createRandom(namedSeed(deriveSeed(seed, r), purpose)));

/** A machine of these replicas; if it was not started, its first use starts it with seed 0. */
export const machineOf = (replicas: Replicas): Machine => {
  const { kind, count, stepsMax } = replicas;
  /** What kicks are drawn from; none before a start. */
  let kicks: readonly RandomStream[] = [];
  let done = 0;

  const start = (seed: number): void => {
    requireSeed(seed);
    kicks = streamsOf(count, seed, 'kick');
    done = 0;
    replicas.bias(1);
    replicas.rest(streamsOf(count, seed, 'rest'));
  };

  const started = (): Replicas => {
    if (kicks.length === 0) start(0);
    return replicas;
  };

  const advance = (steps: number, from: number, to: number): void => {
    requireWhole('steps', steps, 0, stepsMax - done);
    requireShare('from', from);
    requireShare('to', to);
    started().advance(done, steps, from, to);
    done += steps;
  };

  const kick = (amplitude: number): void => {
    requireShare('amplitude', amplitude);
    started().kick(done, amplitude, kicks);
  };

  const bias = (scale: number): void => {
    requireFinite('scale', scale);
    started().bias(scale);
  };

  const of = (replica: number): number => {
    requireWhole('replica', replica, 0, count - 1);
    return replica;
  };

  const read = (replica: number): Int8Array => started().read(of(replica));
  const observe = (replica: number): Observation => started().observe(of(replica));
  const figures = (replica: number): LockFigures => {
    const r = of(replica);
    if (done === 0) return { index: 0, flipShare: 0, steps: 0 };
    return { ...replicas.figures(r, done), steps: done };
  };

  return { kind, replicas: count, start, advance, kick, bias, read, figures, observe };
};
