// What the portfolio finds in CPU seconds of one thread, beside recorded figures of other programs.
// node --conditions=@xdv/source bench/portfolio.bench.ts [seconds] [seeds] [names|gset] [seed]
import { unwrap } from '@xdv/domain-model';
import { createSolver } from '../src/engine/portfolio/solver.ts';
import { DEFAULT_NAMES, gsetNames, instanceOf, type Instance } from './support-instances.ts';
import { PEERS } from './support-peers.ts';

const [seconds = '10', seeds = '3', wanted = '', first = '101'] = process.argv.slice(2);
const LIMIT_MS = 1000 * Number(seconds);
const SEEDS = Number(seeds);
const FIRST_SEED = Number(first);
const EARLY_MS = 1000;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

interface Run {
  readonly best: number;
  /** Best after EARLY_MS, NaN if there was none yet. */
  readonly early: number;
  /** CPU milliseconds to the best known figure, Infinity if it was missed. */
  readonly hitMs: number;
  /** The machines by themselves. */
  readonly machine: number;
  readonly kind: string;
}

const runOnce = ({ problem, best, figureOf, energyOf }: Instance, seed: number): Run => {
  const start = cpuMs();
  let early = Number.NaN;
  let lastMs = 0;
  const solver = unwrap(
    createSolver(problem, {
      seed,
      // real weights: the target must not be missed by rounding
      target: energyOf(best) + 1e-9 * Math.abs(energyOf(best)),
      until: () => cpuMs() - start >= LIMIT_MS,
      onProgress: ({ energy }) => {
        lastMs = cpuMs() - start;
        if (lastMs <= EARLY_MS) early = figureOf(energy);
      },
    }),
  );
  while (solver.step());
  const { energy, machine, reached } = solver.solution();
  return {
    best: figureOf(energy),
    early,
    hitMs: reached ? lastMs : Infinity,
    machine: figureOf(machine.energy),
    kind: machine.kind,
  };
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
};

const COLUMNS = [
  'instance', 'best known', 'median@1s', `median@${seconds}s`, 'gap %', 'hits', 'median s to best',
  'machine alone', 'annealer 1k', 'annealer 10k', 'BURER2002',
] as const;

const cell = (value: number | undefined): string =>
  value === undefined || !Number.isFinite(value) ? '-' : String(Math.round(value));

const rowOf = (instance: Instance): readonly string[] => {
  const runs = Array.from({ length: SEEDS }, (_, k) => runOnce(instance, FIRST_SEED + k));
  const late = median(runs.map((run) => run.best));
  const gap = (100 * Math.abs(instance.best - late)) / Math.abs(instance.best);
  const hits = runs.filter((run) => run.hitMs < Infinity).length;
  const hitMs = median(runs.map((run) => run.hitMs));
  const peer = PEERS[instance.name];
  return [
    instance.name,
    cell(instance.best),
    cell(median(runs.map((run) => run.early))),
    cell(late),
    gap.toFixed(3),
    `${hits}/${SEEDS}`,
    hitMs < Infinity ? (hitMs / 1000).toFixed(2) : '-',
    `${cell(median(runs.map((run) => run.machine)))} ${runs[0]!.kind}`,
    cell(peer?.annealer1k),
    cell(peer?.annealer10k),
    cell(peer?.burer),
  ];
};

const namesOf = (list: string): readonly string[] => {
  if (list === 'gset') return gsetNames();
  return list === '' ? DEFAULT_NAMES : list.split(',');
};

if (!(LIMIT_MS > 0) || !(SEEDS >= 1)) throw new RangeError('seconds and seeds must be above 0');
console.log(`${seconds} CPU seconds of one thread, ${SEEDS} seeds; peers after 10 s, recorded`);
console.log(`| ${COLUMNS.join(' | ')} |`);
console.log(`|${COLUMNS.map(() => '---|').join('')}`);
for (const name of namesOf(wanted)) {
  const instance = instanceOf(name);
  const row = instance === undefined ? [name, 'not at hand'] : rowOf(instance);
  console.log(`| ${row.join(' | ')} |`);
}
