import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { maxCut, unwrap, type IsingProblem } from '@xdv/domain-model';
import { readGraph, readQubo } from '../src/formats/index.ts';
import { gset } from '../src/problems/generators/gset.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = resolve(ROOT, process.env['XDV_DATA'] ?? '../shared/data');

/** A problem with the figure by which the literature judges its solutions. */
export interface Instance {
  readonly name: string;
  readonly problem: IsingProblem;
  /** Best known figure, proven for the BiqMac library. */
  readonly best: number;
  /** The figure of an energy: a cut to maximise or a quadratic form to minimise. */
  readonly figureOf: (energy: number) => number;
  /** The energy of a figure. */
  readonly energyOf: (figure: number) => number;
}

/**
 * Best known cuts of G1 to G55 in order, and of K2000: Breakout Local Search (Benlic and Hao 2013)
 * and later lists; K2000 Goto et al. 2021.
 */
const CUTS = [
  11624, 11620, 11622, 11646, 11631, 2178, 2006, 2005, 2054, 2000, 564, 556, 582, 3064, 3050, 3052,
  3047, 992, 906, 941, 931, 13359, 13344, 13337, 13340, 13328, 3341, 3298, 3405, 3413, 3310, 1410,
  1382, 1384, 7687, 7680, 7691, 7688, 2408, 2400, 2405, 2481, 6660, 6650, 6654, 6649, 6657, 6000,
  6000, 5880, 3848, 3851, 3850, 3852, 10299,
] as const;
const K2000_CUT = 33337;

/** Files of the data folder; the figures are proven optima. */
const FILES: { readonly [name: string]: readonly ['graph' | 'qubo', string, number] } = {
  g05: ['graph', 'ising/g05_100.0', 1430],
  pm1d: ['graph', 'ising/pm1d_100.0', 340],
  w05: ['graph', 'ising/w05_100.0', 1646],
  t3g7: ['graph', 'ising/t3g7_5555', 28302918],
  bqp250: ['qubo', 'ising/bqp250-1.sparse', -45607],
  gka1d: ['qubo', 'ising/gka1d.sparse', -6333],
  be100: ['qubo', 'ising/be100.1.sparse', -19412],
};

const cutInstance = (name: string, graph: Parameters<typeof maxCut>[0], best: number): Instance => {
  const total = graph.weight.reduce((sum, w) => sum + w, 0);
  return {
    name,
    problem: maxCut(graph),
    best,
    figureOf: (energy) => (total - energy) / 2,
    energyOf: (cut) => total - 2 * cut,
  };
};

const fromFile = (name: string): Instance | undefined => {
  const entry = FILES[name];
  if (entry === undefined) return undefined;
  const [kind, file, best] = entry;
  const path = join(DATA, file);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'latin1');
  if (kind === 'graph') return cutInstance(name, unwrap(readGraph(text, { file })), best);
  const { problem, offset } = unwrap(readQubo(text, { file }));
  return {
    name,
    problem,
    best,
    figureOf: (energy) => energy + offset,
    energyOf: (value) => value - offset,
  };
};

/** An instance by name, or undefined where it can neither be made nor read. */
export const instanceOf = (name: string): Instance | undefined => {
  const best = name === 'K2000' ? K2000_CUT : CUTS[Number(/^G(\d+)$/.exec(name)?.[1]) - 1];
  if (best === undefined) return fromFile(name);
  const graph = gset(name);
  return graph.ok ? cutInstance(name, graph.value, best) : undefined;
};

export const DEFAULT_NAMES: readonly string[] = [
  'G1', 'G43', 'G22', 'G39', 'K2000', 'G14', 'G51', 'G32', 'G55', ...Object.keys(FILES),
];

/** All of G1 to G54 that can be made. */
export const gsetNames = (): readonly string[] =>
  Array.from({ length: 54 }, (_, k) => `G${k + 1}`).filter((name) => gset(name).ok);
