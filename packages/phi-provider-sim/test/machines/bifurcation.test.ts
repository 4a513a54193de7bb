import { createHash } from 'node:crypto';
import {
  cutValue,
  graph,
  isingProblem,
  maxCut,
  unwrap,
  type IsingProblem,
} from '@xdv/domain-model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  compileIsing,
  createBifurcationMachine,
  type BifurcationKind,
  type IsingProgram,
  type Machine,
  type MachineSetup,
} from '../../src/engine/index.ts';
import { complete, karateClub, randomProblem, ring } from '../support.ts';

const KINDS = ['asb', 'bsb', 'dsb'] as const;

const started = (
  problem: IsingProblem,
  kind: BifurcationKind,
  setup: MachineSetup = {},
  seed = 1,
): Machine => {
  const machine = createBifurcationMachine(unwrap(compileIsing(problem)), kind, setup);
  machine.start(seed);
  return machine;
};

/** A machine after a whole read. */
const annealed = (
  problem: IsingProblem,
  kind: BifurcationKind,
  { steps = 1000, replicas = 21, seed = 1 } = {},
): Machine => {
  const machine = started(problem, kind, { replicas }, seed);
  machine.advance(steps, 0, 1);
  return machine;
};

const spinsOf = (machine: Machine): readonly Int8Array[] =>
  Array.from({ length: machine.replicas }, (_, r) => machine.read(r));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const digest = (machine: Machine): string => {
  const hash = createHash('sha256');
  for (const spins of spinsOf(machine)) hash.update(spins);
  return hash.digest('hex').slice(0, 16);
};

/** Couplings +1 and -1 on a torus: 10 by 10, drawn like {@link randomProblem}. */
const torus = (): IsingProblem => {
  const signs = randomProblem(2).coupling;
  const at = (row: number, column: number): number => (row % 10) * 10 + (column % 10);
  return isingProblem(
    100,
    Array.from({ length: 200 }, (_, k) => {
      const [row, column, down] = [Math.floor(k / 20), (k >> 1) % 10, k % 2];
      const sign = signs[(k * 7) % signs.length]! > 0 ? 1 : -1;
      return [at(row, column), at(row + down, column + 1 - down), sign] as const;
    }),
  );
};

describe.each(KINDS)('a machine of kind %s', (kind) => {
  it('cuts the karate club in 61 in the median read, and is locked', () => {
    const machine = annealed(maxCut(karateClub()), kind, { steps: 2000 });
    expect(median(spinsOf(machine).map((spins) => cutValue(karateClub(), spins)))).toBe(61);
    for (let r = 0; r < machine.replicas; r++) {
      const { index, flipShare, steps } = machine.figures(r);
      expect(steps).toBe(2000);
      expect(index).toBeGreaterThan(0.95);
      expect(flipShare).toBeLessThan(0.05);
    }
  });

  it('balances complete graphs and finds the cuts of rings', () => {
    for (const n of [3, 4, 10, 33, 100, 200]) {
      const most = Math.floor(n / 2) * Math.ceil(n / 2);
      const machine = annealed(maxCut(complete(n)), kind);
      const cuts = spinsOf(machine).map((spins) => cutValue(complete(n), spins));
      if (n <= 33) expect(median(cuts)).toBe(most);
      expect(Math.min(...cuts)).toBeGreaterThanOrEqual(0.95 * most);
    }
    const even = spinsOf(annealed(maxCut(ring(8)), kind)).map((s) => cutValue(ring(8), s));
    expect(Math.max(...even)).toBe(8);
  });

  it('follows fields, and a bias that scales them', () => {
    const machine = started(isingProblem(5, [], [1, -2, 3, -4, 5]), kind, { replicas: 5 });
    machine.advance(500, 0, 1);
    for (const spins of spinsOf(machine)) expect([...spins]).toEqual([1, -1, 1, -1, 1]);
    machine.start(2);
    machine.bias(-1);
    machine.advance(500, 0, 1);
    for (const spins of spinsOf(machine)) expect([...spins]).toEqual([-1, 1, -1, 1, -1]);
    machine.start(3);
    machine.advance(500, 0, 1);
    for (const spins of spinsOf(machine)) expect([...spins]).toEqual([1, -1, 1, -1, 1]);
  });

  it('does not depend on a power of two in all weights', () => {
    const problem = torus();
    const scaled = { ...problem, coupling: problem.coupling.map((j) => j * 2 ** 60) };
    const setup = { steps: 200, replicas: 3 };
    expect(spinsOf(annealed(scaled, kind, setup))).toEqual(spinsOf(annealed(problem, kind, setup)));
  });

  it('has replicas that depend on the seed and their number alone (XDV-005.6)', () => {
    const problem = torus();
    const [five, two] = [5, 2].map((replicas) => annealed(problem, kind, { steps: 50, replicas }));
    expect(spinsOf(two!)).toEqual(spinsOf(five!).slice(0, 2));
    expect(new Set(spinsOf(five!).map((spins) => spins.join())).size).toBe(5);
    five!.start(1);
    five!.advance(50, 0, 1);
    expect(spinsOf(two!)).toEqual(spinsOf(five!).slice(0, 2));
    five!.start(2);
    five!.advance(50, 0, 1);
    expect(spinsOf(two!)).not.toEqual(spinsOf(five!).slice(0, 2));
  });

  it('finds its way back after a kick and a reverse anneal', () => {
    const machine = annealed(maxCut(karateClub()), kind, { replicas: 9 });
    const before = spinsOf(machine);
    machine.kick(0);
    expect(spinsOf(machine)).toEqual(before);
    machine.kick(1);
    expect(spinsOf(machine)).not.toEqual(before);
    machine.advance(300, 1, 0.5);
    machine.advance(1500, 0.5, 1);
    const cuts = spinsOf(machine).map((spins) => cutValue(karateClub(), spins));
    expect(median(cuts)).toBeGreaterThanOrEqual(59);
    expect(machine.figures(0).steps).toBe(2800);
  });

  it('shows oscillators whose signs are the spins, as copies', () => {
    const machine = annealed(torus(), kind, { steps: 100, replicas: 3 });
    const { x, y } = machine.observe(2);
    expect([x.length, y.length]).toEqual([100, 100]);
    expect([...x].map((value) => (value < 0 ? -1 : 1))).toEqual([...machine.read(2)]);
    expect(Math.max(...x.map(Math.abs))).toBeLessThanOrEqual(1.5);
    x.fill(0);
    machine.read(2).fill(0);
    expect(Math.max(...machine.observe(2).x)).toBeGreaterThan(0.1);
    expect(new Set(machine.read(2))).toEqual(new Set([1, -1]));
  });

  it('shows in its figures that lock is lost beyond the stable step (XDV-061.4)', () => {
    const stable = unwrap(compileIsing(maxCut(complete(20))));
    const timeStepLimit = 8 * stable.timeStepLimit;
    // the adiabatic machine knows by itself how stiff its cubic term may be
    const couplingGain = (kind === 'asb' ? 64 : 1) * stable.couplingGain;
    const detuned: IsingProgram = { ...stable, timeStepLimit, couplingGain };
    const machine = createBifurcationMachine(detuned, kind, { stepShare: 1 });
    machine.start(1);
    machine.advance(400, 0, 0.5);
    const { index, flipShare } = machine.figures(0);
    expect(index).toBeLessThan(0.5);
    expect(flipShare).toBeGreaterThan(0.4);
  });

  it('starts with 0 if it was not started, and has held nothing before the first step', () => {
    const machine = createBifurcationMachine(unwrap(compileIsing(torus())), kind);
    expect([machine.kind, machine.replicas]).toEqual([kind, 1]);
    expect(machine.figures(0)).toEqual({ index: 0, flipShare: 0, steps: 0 });
    machine.advance(30, 0, 1);
    const other = started(torus(), kind, {}, 0);
    other.advance(30, 0, 1);
    expect(machine.read(0)).toEqual(other.read(0));
    expect(machine.figures(0).index).toBeGreaterThan(0);
  });

  it('refuses a kind that is not one of these, and more steps than it counts', () => {
    const program = unwrap(compileIsing(maxCut(ring(5))));
    const wrong = 'cac' as BifurcationKind;
    expect(() => createBifurcationMachine(program, wrong)).toThrow('kind must be asb, bsb or dsb');
    const machine = createBifurcationMachine(program, kind);
    expect(() => machine.advance(2 ** 31, 0, 1)).toThrow('steps must be a whole number from 0 to');
    machine.advance(10, 0, 1);
    expect(() => machine.advance(2 ** 31 - 10, 0, 1)).toThrow('from 0 to 2147483637');
  });
});

describe('the discrete machine', () => {
  it('settles every one of many triangles beside each other', () => {
    const triangles = graph(
      1500,
      Array.from({ length: 1500 }, (_, i) => [i, i - (i % 3) + ((i + 1) % 3)] as const),
    );
    const machine = annealed(maxCut(triangles), 'dsb', { steps: 400, replicas: 1 });
    expect(cutValue(triangles, machine.read(0))).toBe(1000);
    expect(machine.figures(0).index).toBe(1);
  });

  it('keeps 1 on a hub of very many neighbours', () => {
    const star = maxCut(graph(3001, Array.from({ length: 3000 }, (_, i) => [0, i + 1] as const)));
    for (const kind of KINDS) {
      const machine = annealed(star, kind, { steps: 300, replicas: 1 });
      const [hub, ...leaves] = machine.read(0);
      expect(new Set(leaves)).toEqual(new Set([-hub!]));
    }
  });
});

describe('spins on every platform', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each(KINDS)('are the same where there is no WebAssembly: %s', (kind) => {
    const withIt = spinsOf(annealed(torus(), kind, { steps: 77, replicas: 3 }));
    vi.stubGlobal('WebAssembly', undefined);
    expect(spinsOf(annealed(torus(), kind, { steps: 77, replicas: 3 }))).toEqual(withIt);
  });

  it.each([
    ['asb', 'd392e9fdd7b438b7 ffb81aff97a8cbe5'],
    ['bsb', 'd392e9fdd7b438b7 c4c23d35b93fec22'],
    ['dsb', 'd392e9fdd7b438b7 1ab21585a7035b85'],
  ] as const)('are the same: %s', (kind, expected) => {
    const real = annealed(randomProblem(21), kind, { steps: 77, seed: 5 });
    const whole = annealed(torus(), kind, { steps: 77, seed: 5 });
    expect(`${digest(real)} ${digest(whole)}`).toBe(expected);
  });
});
