import { createRandom, graph, isingEnergy, validateIsing, type Graph } from '@xdv/domain-model';
import { expect } from 'vitest';
import type { Decoded, Encoded } from '../../src/problems/index.ts';

/** All states of `count` spins in turn; the same array each time. */
export function* statesOf(count: number): Generator<Int8Array> {
  const spins = new Int8Array(count);
  for (let bits = 0; bits < 2 ** count; bits++) {
    for (let i = 0; i < count; i++) spins[i] = (bits >> i) & 1 ? 1 : -1;
    yield spins;
  }
}

/** The energy paid for what a state breaks. */
const paidFor = ({ penalties }: Encoded<unknown>, { violations }: Decoded<unknown>): number => {
  const weights = new Map(penalties.map(({ name, weight }) => [name, weight]));
  return violations.reduce((sum, { constraint, amount }) => {
    // an assertion costs a microsecond or more, and there are millions of these
    if (!(amount > 0)) expect(amount).toBeGreaterThan(0);
    return sum + weights.get(constraint)! * amount;
  }, 0);
};

export interface Survey<S> {
  /** Least energy + offset over all states. */
  readonly least: number;
  /** The solutions of the ground states, or undefined for an infeasible one. */
  readonly ground: readonly (S | undefined)[];
  /** Objectives of all feasible states. */
  readonly objectives: readonly number[];
}

/**
 * Reads every state and checks what every encoding promises: the identity of the energy; that a
 * feasible state has its objective; that infeasible states lie above the best feasible one.
 */
export const survey = <S>(encoded: Encoded<S>): Survey<S> => {
  const { problem, offset, sense, decode } = encoded;
  expect(validateIsing(problem).ok).toBe(true);
  let [least, infeasible, feasible] = [Infinity, Infinity, Infinity];
  let ground: (S | undefined)[] = [];
  const objectives: number[] = [];
  for (const spins of statesOf(problem.spins)) {
    const energy = isingEnergy(problem, spins) + offset;
    const decoded = decode(spins);
    const { cost, unsettled } = decoded;
    const account = cost + paidFor(encoded, decoded) + unsettled;
    // the numbers of the tests are small multiples of 1/64, so sums of them are exact
    if (energy !== account) expect(energy).toBe(account);
    if (unsettled < 0) expect(unsettled).toBeGreaterThanOrEqual(0);
    if (decoded.feasible) objectives.push(decoded.objective);
    const sign = sense === 'minimize' ? 1 : -1;
    if (decoded.feasible && decoded.objective * sign !== cost) expect(decoded.objective).toBe(cost);
    if (decoded.feasible) feasible = Math.min(feasible, energy);
    else infeasible = Math.min(infeasible, energy);
    if (energy < least) [least, ground] = [energy, []];
    if (energy === least) ground.push(decoded.feasible ? decoded.solution : undefined);
  }
  if (objectives.length > 0) expect(infeasible).toBeGreaterThan(feasible);
  return { least, ground, objectives };
};

/** A graph in which each pair is joined with probability `density`, weights 1 to `weightMax`. */
export const randomGraph = (
  seed: number,
  vertices: number,
  density: number,
  weightMax = 1,
): Graph => {
  const random = createRandom(seed);
  const edges: [number, number, number][] = [];
  for (let i = 0; i < vertices; i++) {
    for (let j = 0; j < i; j++) {
      if (random.float() < density) edges.push([i, j, 1 + random.below(weightMax)]);
    }
  }
  return graph(vertices, edges);
};

/** Whole numbers of `min` to `max`. */
export const randomNumbers = (seed: number, count: number, min: number, max: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => min + random.below(max - min + 1));
};
