import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBqmJson } from '@xdv/phi-provider-sim/formats';
import { createStyle } from '../src/index.ts';
import type { Output } from '../src/io.ts';
import type { Task } from '../src/program/task.ts';
import { resultText } from '../src/render/result.ts';
import { createFolder, documentOf, readEvents, RING, verifies, xdv } from './support.ts';

/** Its chromatic number is 3. */
const PETERSEN = `c the Petersen graph
p edge 10 15
e 1 2\ne 2 3\ne 3 4\ne 4 5\ne 5 1
e 1 6\ne 2 7\ne 3 8\ne 4 9\ne 5 10
e 6 8\ne 8 10\ne 10 7\ne 7 9\ne 9 6
`;

const EDGES = [...PETERSEN.matchAll(/e (\d+) (\d+)/g)].map(([, a, b]) => [Number(a), Number(b)]);

const FORMULA = 'p cnf 4 6\n1 2 3 0\n-1 2 0\n-2 3 0\n-3 4 0\n-4 -1 0\n2 -3 4 0\n';
const CONTRADICTION = 'p cnf 1 2\n1 0\n-1 0\n';

/** Six cities around a rectangle of 20 by 10: the shortest way around is 60. */
const TOUR = `NAME: six
TYPE: TSP
DIMENSION: 6
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0\n2 10 0\n3 20 0\n4 20 10\n5 10 10\n6 0 10
EOF
`;

const run = async (name: string, text: string, ...flags: readonly string[]) => {
  const cwd = createFolder({ [name]: text });
  const shown = await xdv(cwd, 'run', name, '--no-timeline', ...flags);
  const document = documentOf(await xdv(cwd, 'run', name, '--json', ...flags));
  const result = document['result'] as Readonly<Record<string, unknown>>;
  return { ...shown, document, result };
};

describe('a graph with --colours', () => {
  it('is coloured: joined vertices differ, colours and vertices count from 1', async () => {
    const { stdout, result } = await run('petersen.col', PETERSEN, '--colours', '3');
    expect(stdout).toContain('a colouring with 3 colours: no edge joins two vertices of one');
    expect(result).toMatchObject({ feasible: true, colours: 3, broken: [] });
    const colours = result['colouring'] as readonly number[];
    expect(colours).toHaveLength(10);
    for (const [a, b] of EDGES) expect(colours[a! - 1]).not.toBe(colours[b! - 1]);
    for (const colour of colours) expect([1, 2, 3]).toContain(colour);
  });

  it('is said to have no colouring found if every read breaks something, and what', async () => {
    const { stdout, result } = await run('petersen.col', PETERSEN, '--colours', '2');
    expect(stdout).toMatch(/^no colouring with 2 colours found: the best read breaks \d+ constr/m);
    expect(stdout).toMatch(/^ {2}(joined vertices \d+ and \d+ share|vertex \d+ does not have) /m);
    expect(result).toMatchObject({ feasible: false, colouring: [] });
    expect(Math.min(...(result['violations'] as number[]))).toBeGreaterThan(0);
  });

  it('can be of any format of graphs', async () => {
    const { result } = await run('ring.rud', RING, '--colours', '3');
    expect(result).toMatchObject({ feasible: true });
  });

  it('is not drawn: a picture is of a cut', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    const flags = ['--colours', '3', '--plot', 'out.svg'];
    const { code, stderr } = await xdv(cwd, 'run', 'ring.rud', ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain('--plot does not apply to ring.rud, which is a graph to be coloured');
    expect(existsSync(join(cwd, 'out.svg'))).toBe(false);
  });
});

describe('a DIMACS graph without --colours', () => {
  it('is cut like any other', async () => {
    const { result, document } = await run('petersen.col', PETERSEN);
    expect(result).toMatchObject({ cut: 12 });
    expect(document['program']).toMatchObject({ reference: 'graph' });
  });
});

describe('a formula', () => {
  it('is satisfied, with values that satisfy it', async () => {
    const { stdout, result } = await run('t.cnf', FORMULA);
    expect(stdout).toContain('6 of 6 clauses satisfied: the formula is satisfiable');
    expect(result).toMatchObject({ satisfied: 6, clauses: 6, falsified: [] });
    const values = String(result['values']).match(/../g)!.map(Number);
    const holds = (literal: number): boolean => values[Math.abs(literal) - 1] === +(literal > 0);
    for (const line of FORMULA.split('\n').slice(1, -1)) {
      expect(line.split(' ').map(Number).filter(Boolean).some(holds)).toBe(true);
    }
  });

  it('is satisfied as far as it can be, and says which clauses are not, from 1', async () => {
    const { stdout, result } = await run('no.cnf', CONTRADICTION);
    expect(stdout).toMatch(/^1 of 2 clauses satisfied\nnot satisfied: [12]$/m);
    expect(stdout).not.toContain('satisfiable');
    expect(result['satisfied']).toBe(1);
    expect(new Set(result['counts'] as number[])).toEqual(new Set([1]));
  });
});

describe('a tour', () => {
  it('is found, with its length and its cities from 1 in order', async () => {
    const { stdout, result } = await run('six.tsp', TOUR, '--reads', '40');
    expect(stdout).toContain('a tour of length 60 through 6 cities');
    expect(stdout).toMatch(/^\d( - \d){6}$/m);
    expect(result).toMatchObject({ feasible: true, length: 60 });
    const cities = result['tour'] as readonly number[];
    expect(cities.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is not made up where no read gives one', () => {
    const stability = { index: 1, locked: true, steps: 5, voided: 3 };
    const broken = ['city 4 is not visited once', 'stop 2 of the tour is not one city'];
    const none = { feasible: false, length: null, tour: [], broken, lengths: [null, null] };
    const output = { style: createStyle(false), width: 80 } as Output;
    const text = resultText({ format: 'tour' } as Task, { ...none, stability }, output);
    expect(text!.split('\n')).toEqual([
      'no tour found; what the best read breaks:',
      '  city 4 is not visited once',
      '  stop 2 of the tour is not one city',
      'More reads (--reads) or a longer window (--window) may do better',
      '0 of 2 reads are tours; lock held, stability 1.000, 5 steps a read, ' +
        '3 more reads void for lost lock',
    ]);
  });
});

describe('a quadratic model', () => {
  it.each([
    ['b.qubo', 'p qubo 0 3 2 1\n0 0 -2\n2 2 -1\n0 2 1\n', -2, 'QUBO, 3 variables'],
    ['b.coo', '# vartype=BINARY\n0 0 -2\n1 1 3\n0 1 1\n', -2, 'QUBO, 2 variables'],
    ['s.coo', '# vartype=SPIN\n0 0 1\n0 1 -2\n1 2 1.5\n', -4.5, 'Ising problem, 3 variables'],
  ])('in %s is minimised', async (name, text, value, summary) => {
    const { stdout, result } = await run(name, text);
    expect(stdout).toContain(`${name}: ${summary}`);
    expect(result['value']).toBe(value);
  });

  it('keeps the names of its variables in the JSON document', async () => {
    const model = {
      vartype: 'BINARY',
      variables: 2,
      entries: [
        [0, 0, -1],
        [0, 1, 2],
      ],
      convention: 'upper',
      offset: 0.5,
      labels: ['left', 'right'],
    } as const;
    const cwd = createFolder({ 'm.json': writeBqmJson(model) });
    const document = documentOf(await xdv(cwd, 'run', 'm.json', '--json'));
    expect(document).toMatchObject({ result: { value: -0.5 }, variables: ['left', 'right'] });
    expect((document['result'] as { x: string }).x).toBe('0100');
  });

  it('of spins says how many are up, and draws like and unlike spins', async () => {
    const cwd = createFolder({ 's.coo': '# vartype=SPIN\n0 0 1\n0 1 -2\n1 2 1.5\n' });
    const { stdout } = await xdv(cwd, 'run', 's.coo', '--plot', 'out.svg');
    expect(stdout).toContain('value -4.5, with 1 of 3 spins at +1');
    expect(existsSync(join(cwd, 'out.svg'))).toBe(true);
  });
});

describe('the trace of a problem', () => {
  it.each([
    ['petersen.col', PETERSEN, ['--colours', '3'], 'colouring'],
    ['t.cnf', FORMULA, [], 'formula'],
    ['six.tsp', TOUR, [], 'tour'],
  ])('of %s verifies and replays without the file', async (name, text, flags, reference) => {
    const cwd = createFolder({ [name]: text });
    await xdv(cwd, 'run', name, '--window', '20', '--out', 't.xdv', ...flags);
    rmSync(join(cwd, name));
    expect(readEvents(cwd, 't.xdv').header!.program).toMatchObject({ kind: 'builtin', reference });
    expect(verifies(cwd, 't.xdv')).toBe(true);
    expect((await xdv(cwd, 'replay', 't.xdv')).code).toBe(0);
  });
});

describe('a problem that is malformed', () => {
  it.each([
    ['bad.col', 'p edge 3 1\ne 1 9\n', 'bad.col:2:'],
    ['bad.cnf', 'p cnf 2 1\n1 7 0\n', 'bad.cnf:2:'],
    ['bad.tsp', TOUR.replace('2 10 0', '2 10 x'), 'bad.tsp:7:'],
    ['bad.coo', '# vartype=SPIN\n0 x 1\n', 'bad.coo:2:'],
  ])('%s is refused with its place, and leaves a trace that says so', async (name, text, place) => {
    const cwd = createFolder({ [name]: text });
    const { code, stderr } = await xdv(cwd, 'run', name, '--out', 't.xdv');
    expect(code).toBe(3);
    expect(stderr).toContain(`error GRAPH_SYNTAX: ${place}`);
    expect(verifies(cwd, 't.xdv')).toBe(true);
  });

  it.each(['--colours', '--plot'])('%s does not apply to a formula', async (flag) => {
    const cwd = createFolder({ 't.cnf': FORMULA });
    const value = flag === '--plot' ? 'out.svg' : '3';
    const { code, stderr } = await xdv(cwd, 'run', 't.cnf', flag, value);
    expect(code).toBe(2);
    expect(stderr).toContain(`${flag} does not apply to t.cnf, which is a formula`);
  });
});
