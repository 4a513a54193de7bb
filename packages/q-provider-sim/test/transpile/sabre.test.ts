import { circuit, createRandom, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createCoupling, type Coupling } from '../../src/transpile/coupling.ts';
import { dagOf, type Dag } from '../../src/transpile/dag.ts';
import { Layout } from '../../src/transpile/layout.ts';
import { EAGLE_127, FALCON_27, lineMap, type Pair } from '../../src/transpile/maps.ts';
import { Router, type Route } from '../../src/transpile/sabre.ts';

/** Layers of gates that pair all qubits at random. */
const layers = (qubits: number, seed: number): Circuit => {
  const random = createRandom(seed);
  const program = circuit(qubits, 0);
  const order = Array.from({ length: qubits }, (_, q) => q);
  for (let layer = 0; layer < 5; layer++) {
    for (let k = qubits - 1; k > 0; k--) {
      const other = random.below(k + 1);
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    for (let k = 0; k + 1 < qubits; k += 2) program.cx(order[k]!, order[k + 1]!);
  }
  return program.build();
};

const trivial = (qubits: number): Layout =>
  new Layout(Int32Array.from({ length: qubits }, (_, q) => q));

/** Replays a route: nodes in the order of the graph, those on two qubits on couplings. */
const isValid = (
  dag: Dag,
  coupling: Coupling,
  start: Layout,
  { steps, swaps }: Route,
): boolean => {
  const done = new Set<number>();
  let swapped = 0;
  for (const step of steps) {
    if (step < 0) {
      const [p, q] = coupling.pairs[-1 - step]!;
      start.swap(p, q);
      swapped++;
      continue;
    }
    const before = dag.before.items.subarray(dag.before.first[step], dag.before.first[step + 1]);
    const [p, q] = [start.place[dag.a[step]!]!, start.place[dag.b[step]!]!];
    const near = coupling.distance[p * coupling.qubits + q] === 1;
    if (!near || done.has(step) || !before.every((node) => done.has(node))) return false;
    done.add(step);
  }
  return done.size === dag.nodes && swapped === swaps;
};

describe('a route (Li, Ding and Xie 2019)', () => {
  // among these are circuits at which the search alone would swap back and forth for ever
  type Case = readonly [string, number, readonly Pair[], readonly number[], number];
  const cases: readonly Case[] = [
    ['a line of 40', 40, lineMap(40), [9, 10], 20],
    ['Falcon', 27, FALCON_27, [0, 1, 2], 20],
    ['Eagle', 127, EAGLE_127, [6, 7], 10],
  ];
  for (const [name, qubits, map, seeds, ahead] of cases) {
    it(`performs every gate once, in order, on couplings of ${name}`, () => {
      const coupling = createCoupling(qubits, map);
      for (const seed of seeds) {
        const dag = dagOf(layers(qubits, seed).ops);
        const router = new Router(dag, coupling);
        const route = router.run(trivial(qubits), { random: createRandom(seed), ahead });
        expect(isValid(dag, coupling, trivial(qubits), route)).toBe(true);
      }
    });

    it(`backwards is a route of the circuit read from its end on ${name}`, () => {
      const coupling = createCoupling(qubits, map);
      const dag = dagOf(layers(qubits, 1).ops);
      const layout = trivial(qubits);
      const options = { random: createRandom(1), ahead, backward: true };
      const { steps, swaps } = new Router(dag, coupling).run(layout, options);
      const forward = { steps: steps.toReversed(), swaps };
      expect(isValid(dag, coupling, layout, forward)).toBe(true);
    });
  }
});
