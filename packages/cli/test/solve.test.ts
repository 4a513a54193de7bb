import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isingProblem } from '@xdv/domain-model';
import { createStyle } from '../src/index.ts';
import type { Output } from '../src/io.ts';
import type { Task } from '../src/program/task.ts';
import { answerText } from '../src/render/result.ts';
import { search } from '../src/solve/search.ts';
import {
  BELL,
  createFolder,
  documentOf,
  PACKAGE,
  QUBO,
  RING,
  xdv,
  xdvWith,
} from './support.ts';

const FORMULA = 'p cnf 4 6\n1 2 3 0\n-1 2 0\n-2 3 0\n-3 4 0\n-4 -1 0\n2 -3 4 0\n';
const CONTRADICTION = 'p cnf 1 2\n1 0\n-1 0\n';
const PENTAGON = 'p edge 5 5\ne 1 2\ne 2 3\ne 3 4\ne 4 5\ne 5 1\n';

/** Six cities around a rectangle of 20 by 10: the shortest way around is 60. */
const TOUR = `NAME: six
TYPE: TSP
DIMENSION: 6
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0\n2 10 0\n3 20 0\n4 20 10\n5 10 10\n6 0 10
EOF
`;

const DATA = process.env['XDV_DATA'] ?? join(PACKAGE, '..', '..', '..', 'shared', 'data');
const G43 = join(DATA, 'gset', 'G43.txt');

const solve = async (name: string, text: string, ...flags: readonly string[]) => {
  const cwd = createFolder({ [name]: text });
  const shown = await xdv(cwd, 'solve', name, ...flags);
  const document = documentOf(await xdv(cwd, 'solve', name, '--json', ...flags));
  const result = document['result'] as Readonly<Record<string, unknown>>;
  return { ...shown, cwd, document, result };
};

describe('xdv solve', () => {
  it('cuts a graph up to a target, and leaves no trace', async () => {
    const { code, stdout, cwd, document } = await solve('ring.rud', RING, '--target', '4');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ring\.rud: graph, 5 vertices, 5 edges, seed 1\n\ncut 4\n/);
    expect(stdout).toMatch(/^machines alone: cut 4 \(dsb, 1 round, 4 reads\); polish added 0$/m);
    expect(stdout).toContain('stopped at the target · ');
    expect(document).toMatchObject({ ok: true, value: 4, measure: 'cut', stopped: 'target' });
    expect(readdirSync(cwd)).toEqual(['ring.rud']);
  });

  it('does so many sweeps with --work, whose JSON then repeats but for real times', async () => {
    const first = await solve('ring.rud', RING, '--work', '3000', '--seed', '7');
    const second = await solve('ring.rud', RING, '--work', '3000', '--seed', '7');
    expect(first.stdout).toContain('stopped: the work is done · ');
    expect(first.document).toMatchObject({ seed: 7, stopped: 'work', value: 4 });
    expect(first.document['sweeps']).toBeGreaterThanOrEqual(3000);
    expect({ ...first.document, real: 0 }).toEqual({ ...second.document, real: 0 });
  });

  it('gives the result that a run with one read would, without what it says of locks', async () => {
    const { cwd, result } = await solve('ring.rud', RING, '--work', '1000');
    const ran = documentOf(await xdv(cwd, 'run', 'ring.rud', '--reads', '1', '--json'));
    expect([...Object.keys(result), 'stability']).toEqual(Object.keys(ran['result'] as object));
    expect(result).toMatchObject({ cut: 4, cuts: [4] });
    expect(String(result['sides'])).toMatch(/^(?:0[01]){5}$/);
  });

  it('ends when time is up', async () => {
    const { code, stdout, document } = await solve('ring.rud', RING, '--time', '20ms');
    expect(code).toBe(0);
    expect(stdout).toContain('cut 4\n');
    expect(document['stopped']).toBe('time');
  });

  it('says which seed it drew with --seed random', async () => {
    const { stdout, document } = await solve('r.rud', RING, '--target', '4', '--seed', 'random');
    expect(stdout).toMatch(/5 edges, seed \d+$/m);
    expect(Number.isSafeInteger(document['seed'])).toBe(true);
  });

  it.skipIf(!existsSync(G43))('says how far the best known is', async () => {
    const cwd = createFolder();
    const argv = ['solve', G43, '--work', '2000'];
    const document = documentOf(await xdv(cwd, ...argv, '--json'));
    const cut = document['value'] as number;
    const gap = 6660 - cut;
    expect(document).toMatchObject({ bestKnown: { name: 'G43', cut: 6660 }, gap });
    const { stdout } = await xdv(cwd, ...argv);
    expect(stdout).toContain(`% of the best known (G43: 6660)\ngap to the best known: ${gap}\n`);
  });
});

describe('xdv solve minimises', () => {
  it('a QUBO down to a target below zero', async () => {
    const { stdout, document } = await solve('q.sparse', QUBO, '--target', '-3');
    expect(stdout).toContain('value -3, with 2 of 3 variables at 1\nmachines alone: value -3 (');
    expect(document).toMatchObject({ result: { x: '010001' }, value: -3, stopped: 'target' });
  });

  it('an Ising problem in its own spins', async () => {
    const text = '# vartype=SPIN\n0 0 1\n0 1 -2\n1 2 1.5\n';
    const { stdout, document } = await solve('s.coo', text, '--work', '500');
    expect(stdout).toContain('value -4.5, with 1 of 3 spins at +1');
    expect(document).toMatchObject({ value: -4.5, machine: { value: -4.5 }, polished: false });
  });

  it('a tour', async () => {
    const { stdout, document } = await solve('six.tsp', TOUR, '--target', '60');
    expect(stdout).toContain('a tour of length 60 through 6 cities');
    expect(document).toMatchObject({ value: 60, result: { feasible: true, lengths: [60] } });
  });

  it('to a target only with solutions: a low energy without one does not count', async () => {
    const user = {
      problem: isingProblem(2, [[0, 1, 1]], new Float64Array(2)),
      measure: 'length',
      sense: 'minimize',
      valueOf: (energy: number) => energy,
      read: () => ({ result: null, value: null }),
    } as const;
    const found = await search(user, {
      seed: 1,
      work: 100,
      target: 5,
      over: () => undefined,
      turn: () => Promise.resolve(),
      onProgress: () => undefined,
    });
    expect(found.stopped).toBe('work');
    expect(found.solution.energy).toBe(-1);
  });
});

describe('xdv solve ends by itself', () => {
  it('when all clauses are satisfied', async () => {
    const { stdout, document } = await solve('t.cnf', FORMULA);
    expect(stdout).toContain('6 of 6 clauses satisfied: the formula is satisfiable\n');
    expect(stdout).toContain('stopped: nothing is better');
    expect(document).toMatchObject({ value: 6, stopped: 'optimum', result: { falsified: [] } });
  });

  it('but not where some clause is false, unless so many were asked for', async () => {
    const { stdout, document } = await solve('no.cnf', CONTRADICTION, '--work', '2000');
    expect(stdout).toMatch(/^1 of 2 clauses satisfied\nnot satisfied: [12]$/m);
    expect(document).toMatchObject({ value: 1, stopped: 'work' });
    const asked = await solve('no.cnf', CONTRADICTION, '--target', '1');
    expect(asked.document).toMatchObject({ value: 1, stopped: 'target' });
  });

  it('with the first colouring', async () => {
    const { stdout, document, result } = await solve('five.col', PENTAGON, '--colours', '3');
    expect(stdout).toContain('a colouring with 3 colours: no edge joins two vertices of one');
    expect(stdout).toMatch(/^next: .*run five\.col --colours 3 /m);
    expect(document).toMatchObject({ value: 0, stopped: 'optimum' });
    const colours = result['colouring'] as readonly number[];
    for (let v = 0; v < 5; v++) expect(colours[v]).not.toBe(colours[(v + 1) % 5]);
  });

  it('but not without one: it says what the best state breaks', async () => {
    const flags = ['--colours', '2', '--work', '1000'];
    const { code, stdout, document } = await solve('five.col', PENTAGON, ...flags);
    expect(code).toBe(0);
    const title = 'no colouring with 2 colours found: the best state breaks 1 constraint\n';
    expect(stdout).toContain(title);
    expect(stdout).toContain('More time (--time) or another seed (--seed) may do better');
    expect(document).toMatchObject({ value: null, stopped: 'work' });
  });

  it('says what the best state of a tour breaks where there is none', () => {
    const none = { feasible: false, length: null, tour: [], lengths: [null] };
    const output = { style: createStyle(false), width: 80 } as Output;
    const result = { ...none, broken: ['city 4 is not visited once'] };
    expect(answerText({ format: 'tour' } as Task, result, output).split('\n')).toEqual([
      'no tour found; what the best state breaks:',
      '  city 4 is not visited once',
      'More time (--time) or another seed (--seed) may do better',
    ]);
  });
});

/** Presses Ctrl-C as soon as a search listens, so many times. */
const pressing = (times: number) => (listener: () => void) => {
  const press = setImmediate(() => {
    for (let i = 0; i < times; i++) listener();
  });
  return () => clearImmediate(press);
};

describe('Ctrl-C', () => {
  it('ends a search with 130 and the best answer so far', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const argv = ['solve', 'ring.rud', '--work', '1000000000000'];
    const ended = await xdvWith(cwd, argv, { onInterrupt: pressing(1) });
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('\ncut 4\n');
    expect(ended.stdout).toContain('stopped by Ctrl-C');
    expect(ended.stderr).toBe('ending the search; press Ctrl-C again to exit at once\n');
    const json = await xdvWith(cwd, [...argv, '--json'], { onInterrupt: pressing(1) });
    expect(documentOf(json)).toMatchObject({ ok: true, value: 4, stopped: 'interrupted' });
  });

  it('exits at once when pressed again', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const codes: number[] = [];
    const exit = (code: number): unknown => codes.push(code);
    await xdvWith(cwd, ['solve', 'ring.rud'], { onInterrupt: pressing(2), exit });
    expect(codes).toEqual([130]);
  });
});

describe('xdv solve refuses', () => {
  it.each([
    [['ring.rud', '--time', '0'], 'Expected a time from 1ms to 168h'],
    [['ring.rud', '--time', '10 days'], 'Expected a time from 1ms to 168h'],
    [['ring.rud', '--time', '169h'], 'Expected a time from 1ms to 168h'],
    [['ring.rud', '--work', '0'], 'Expected a whole number from 1'],
    [['ring.rud', '--work', '9', '--time', '9s'], 'cannot be used with'],
    [['ring.rud', '--target', 'all'], 'Expected a number from'],
    [['ring.rud', '--reads', '3'], "unknown option '--reads'"],
    [['t.cnf', '--colours', '3'], '--colours does not apply to t.cnf, which is a formula'],
    [['ring.rud', '--colours', '3', '--target', '1'], '--target does not apply to ring.rud'],
    [['bell.qasm'], 'bell.qasm is an OpenQASM program, not a problem'],
    [['throws.ts'], 'throws.ts is a process module, not a problem'],
  ])('%j as a wrong command', async (argv, message) => {
    const throws = "throw new Error('a module is not even loaded');";
    const files = { 'ring.rud': RING, 't.cnf': FORMULA, 'bell.qasm': BELL, 'throws.ts': throws };
    const { code, stdout, stderr } = await xdv(createFolder(files), 'solve', ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('error ARGUMENT_INVALID: ');
    expect(stderr).toContain(message);
  });

  it.each([
    ['what.dat', 'hello world\n', 'FORMAT_UNKNOWN'],
    ['bad.rud', '3 2\n1 2\n1 9\n', 'GRAPH_SYNTAX'],
    ['bad.cnf', 'p cnf 2 1\n1 7 0\n', 'GRAPH_SYNTAX'],
  ])('%s with its fault, also as JSON', async (name, text, fault) => {
    const cwd = createFolder({ [name]: text });
    const ended = await xdv(cwd, 'solve', name, '--json');
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain(`error ${fault}: `);
    expect(documentOf(ended)).toMatchObject({ ok: false, fault: { code: fault } });
    expect(readdirSync(cwd)).toEqual([name]);
  });

  it('a file that is not there', async () => {
    const { code, stderr } = await xdv(createFolder(), 'solve', 'gone.rud');
    expect(code).toBe(3);
    expect(stderr).toContain('error FILE_UNREADABLE: gone.rud cannot be read');
  });
});
