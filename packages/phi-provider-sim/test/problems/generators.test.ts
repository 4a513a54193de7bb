import {
  cutValue,
  isingEnergy,
  maxCut,
  unwrap,
  validateIsing,
  type Graph,
  type IsingProblem,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { solveIsing } from '../../src/engine/index.ts';
import { flipStream } from '../../src/problems/generators/flip.ts';
import {
  barabasiAlbert,
  erdosRenyi,
  gset,
  latticeGlass,
  mycielski,
  plantedTiles,
  queens,
  randomRegular,
  RUDY_LIMITS,
  rudyGraph,
  sherringtonKirkpatrick,
} from '../../src/problems/generators/index.ts';
import { faultOf, groundEnergy } from '../support.ts';

const degrees = ({ vertices, a, b }: Graph): Int32Array => {
  const degree = new Int32Array(vertices);
  for (const i of a) degree[i]!++;
  for (const i of b) degree[i]!++;
  return degree;
};

/** Whether no pair comes twice and every edge joins two vertices, smaller first. */
const isSimple = ({ vertices, a, b }: Graph): boolean => {
  const keys = new Set(Array.from(a, (i, k) => i * vertices + b[k]!));
  const right = a.every((i, k) => i >= 0 && i < b[k]! && b[k]! < vertices);
  return right && keys.size === a.length;
};

const made = (expression: string): Graph => unwrap(rudyGraph(expression));

const refused = (expression: string): string => {
  const { code, message, hint } = faultOf(rudyGraph(expression));
  expect(code).toBe('ARGUMENT_INVALID');
  expect(hint).not.toBe('');
  return message;
};

describe('flipStream', () => {
  it('passes the test of The Stanford GraphBase', () => {
    const stream = flipStream(-314_159);
    expect(stream.below(2 ** 31 - 1)).toBe(119_318_998);
    for (let k = 0; k < 133; k++) stream.below(2 ** 31 - 1);
    expect(stream.below(0x5555_5555)).toBe(748_103_812);
  });
});

describe('rudyGraph', () => {
  it('lists edges by the smaller end, the last made first', () => {
    const edges = ({ a, b }: Graph): string => Array.from(a, (i, k) => `${i}${b[k]!}`).join(' ');
    expect(edges(made('-clique 4'))).toBe('03 02 01 13 12 23');
    expect(edges(made('-circuit 4'))).toBe('03 01 12 23');
    expect(edges(made('-grid_2D 2 3'))).toBe('03 01 14 12 25 34 45');
    const torus = '06 03 02 01 17 14 12 28 25 36 35 34 47 45 58 68 67 78';
    expect(edges(made('-toroidal_grid_2D 3 3'))).toBe(torus);
  });

  it('weighs a clique by distance and applies what follows in order', () => {
    expect([...made('-clique 4').weight]).toEqual([3, 2, 1, 2, 1, 1]);
    expect([...made('-clique 3 -times 2 -plus -1').weight]).toEqual([3, 1, 1]);
    expect(new Set(made('-clique 30 -random -1 1 5').weight)).toEqual(new Set([-1, 0, 1]));
    expect(made('-clique 9 -random 3 1 5')).toEqual(made('-clique 9 -random 1 3 5'));
  });

  it('makes as many random edges as the density says, rounded', () => {
    expect(made('-rnd_graph 100 6.07 1').a.length).toBe(300);
    expect(made('-rnd_graph 30 100 1').a.length).toBe(435);
    expect(made('-rnd_graph 30 0 1').a.length).toBe(0);
    expect(isSimple(made('-rnd_graph 50 30 7'))).toBe(true);
  });

  it('makes planar graphs: full ones have 3 n - 6 edges, and every vertex has 3 or more', () => {
    const full = made('-planar 50 100 3');
    expect([full.a.length, isSimple(full)]).toEqual([144, true]);
    expect(Math.min(...degrees(full))).toBeGreaterThanOrEqual(3);
    expect(made('-planar 50 50 3').a.length).toBe(72);
    expect(made('-planar 3 100 3').a.length).toBe(3);
  });

  it('keeps the first weight of an edge that both graphs of a union have', () => {
    const both = made('-circuit 5 -times 7 -clique 5 +');
    expect(both.a.length).toBe(10);
    expect(isSimple(both)).toBe(true);
    expect(both.weight.filter((w) => w === 7).length).toBe(5);
  });

  it.each([
    ['nothing', '', 'gives one graph'],
    ['two graphs', '-circuit 3 -circuit 3', 'gives one graph'],
    ['an operator without a graph', '-times 3', 'no graph before it'],
    ['a union of one', '-circuit 3 +', '+ joins'],
    ['a union of different sizes', '-circuit 3 -circuit 4 +', '+ joins'],
    ['an unknown word', '-wheel 3', '"-wheel"'],
    ['a name of Object.prototype', 'constructor 3', '"constructor"'],
    ['a missing number', '-rnd_graph 10 5', '-rnd_graph is followed by ""'],
    ['a fractional size', '-clique 2.5', '"2.5"'],
    ['a density above 100', '-rnd_graph 10 101 1', '"101"'],
    ['NaN', '-rnd_graph 10 NaN 1', '"NaN"'],
    ['a seed of 32 bits', '-rnd_graph 10 5 2147483648', '"2147483648"'],
    ['too many vertices', '-toroidal_grid_2D 1000000 1000000', 'too many'],
    ['too many edges', '-clique 1000000', 'too many'],
    ['too many edges together', '-clique 100 -clique 5657 +', 'too many'],
    ['weights that overflow', `-circuit 3${' -times 1000000'.repeat(3)}`, '2^53'],
    ['a deep stack', '-circuit 3 '.repeat(RUDY_LIMITS.stackMax + 1), '10 operands'],
    ['a long text', ' '.repeat(RUDY_LIMITS.lengthMax + 1), '1000 characters'],
  ])('refuses %s', (_, expression, found) => {
    expect(refused(expression)).toContain(found);
  });
});

describe('gset', () => {
  it.each([
    ['G2', 800, 19_176], ['G10', 800, 19_176], ['G13', 800, 1600], ['G15', 800, 4661],
    ['G20', 800, 4672], ['G30', 2000, 19_990], ['G36', 2000, 11_766], ['G42', 2000, 11_779],
    ['G47', 1000, 9990], ['G50', 3000, 6000], ['G51', 1000, 5909], ['G54', 1000, 5916],
    ['G55', 5000, 12_498], ['G58', 5000, 29_570], ['G60', 7000, 17_148], ['G63', 7000, 41_459],
    ['G70', 10_000, 9999],
  ])('%s has the published numbers of vertices and edges', (name, vertices, edges) => {
    const graph = unwrap(gset(name));
    expect([graph.vertices, graph.a.length]).toEqual([vertices, edges]);
    expect(isSimple(graph)).toBe(true);
  });

  it.each([['G2', 11_620], ['G3', 11_622], ['G4', 11_646]])(
    'the best cuts found of %s come up to the published one of %i and not above',
    (name, best) => {
      const graph = unwrap(gset(name));
      const reads = unwrap(solveIsing(maxCut(graph), { steps: 3000, reads: 12, seed: 1 }));
      const cut = Math.max(...reads.map(({ spins }) => cutValue(graph, spins)));
      expect(cut).toBeLessThanOrEqual(best);
      expect(cut).toBeGreaterThan(best * 0.999);
    },
  );

  it.each(['G0', 'G33', 'G99', 'g1', '__proto__', 'G1 '])('does not know %j', (name) => {
    expect(faultOf(gset(name)).code).toBe('ARGUMENT_INVALID');
  });
});

describe('random graphs', () => {
  it('erdosRenyi joins every pair with the same probability', () => {
    const graph = erdosRenyi({ vertices: 400, probability: 0.1, seed: 3 });
    const mean = 7980;
    expect(isSimple(graph)).toBe(true);
    // five standard deviations
    expect(Math.abs(graph.a.length - mean)).toBeLessThan(5 * Math.sqrt(mean * 0.9));
    const early = graph.b.filter((j) => j < 200).length;
    expect(Math.abs(early - 1990)).toBeLessThan(5 * Math.sqrt(1990));
    const edges = (probability: number): number =>
      erdosRenyi({ vertices: 20, probability, seed: 1 }).a.length;
    expect([edges(0), edges(1)]).toEqual([0, 190]);
  });

  it.each([[10, 3], [100, 4], [7, 2], [12, 6], [2, 1], [500, 64]])(
    'randomRegular of %i vertices: each has %i neighbours',
    (vertices, degree) => {
      const graph = randomRegular({ vertices, degree, seed: 5 });
      expect(isSimple(graph)).toBe(true);
      expect([...new Set(degrees(graph))]).toEqual([degree]);
    },
  );

  it('barabasiAlbert joins every new vertex to others, often to well joined ones', () => {
    const graph = barabasiAlbert({ vertices: 2000, links: 3, seed: 1 });
    expect([graph.a.length, isSimple(graph)]).toEqual([3 * 1997, true]);
    expect(Math.min(...degrees(graph).subarray(4))).toBe(3);
    // a random graph with as many edges has no vertex of 40 neighbours
    expect(Math.max(...degrees(graph))).toBeGreaterThan(40);
  });

  it('depend on the seed alone', () => {
    const make = (seed: number) => erdosRenyi({ vertices: 50, probability: 0.2, seed });
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });

  it.each([
    ['vertices', () => erdosRenyi({ vertices: 0, probability: 0, seed: 1 })],
    ['probability', () => erdosRenyi({ vertices: 5, probability: Number.NaN, seed: 1 })],
    ['probability asks', () => erdosRenyi({ vertices: 1e6, probability: 1, seed: 1 })],
    ['seed', () => erdosRenyi({ vertices: 5, probability: 0.5, seed: 0.5 })],
    ['degree', () => randomRegular({ vertices: 10, degree: 6, seed: 1 })],
    ['even', () => randomRegular({ vertices: 9, degree: 3, seed: 1 })],
    ['links', () => barabasiAlbert({ vertices: 5, links: 5, seed: 1 })],
    ['side', () => latticeGlass({ sides: [2, 3], seed: 1 })],
    ['product', () => latticeGlass({ sides: [1e5, 1e5], seed: 1 })],
    ['law', () => latticeGlass({ sides: [3, 3], law: 'x' as never, seed: 1 })],
    ['spins', () => sherringtonKirkpatrick({ spins: 1e5, seed: 1 })],
    ['side', () => plantedTiles({ side: 5, seed: 1 })],
    ['colours', () => mycielski(15)],
    ['size', () => queens(65)],
  ])('a wrong option is named: %s', (name, make) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(name);
  });
});

describe('spin glasses', () => {
  const valid = (problem: IsingProblem): boolean => validateIsing(problem).ok;

  it('lattices have two or three couplings per spin, fewer at open ends', () => {
    const couplings = (sides: readonly number[], periodic: boolean): number => {
      const problem = latticeGlass({ sides, periodic, seed: 1 });
      expect(valid(problem)).toBe(true);
      expect(problem.coupling.every((j) => Math.abs(j) === 1)).toBe(true);
      return problem.a.length;
    };
    expect(couplings([4, 5], true)).toBe(40);
    expect(couplings([4, 5], false)).toBe(31);
    expect(couplings([3, 4, 5], true)).toBe(180);
    expect(couplings([2, 2, 2], false)).toBe(12);
  });

  it('of Sherrington and Kirkpatrick couple all pairs, with variance 1', () => {
    const { a, coupling } = sherringtonKirkpatrick({ spins: 150, seed: 2 });
    expect(a.length).toBe(11_175);
    const mean = coupling.reduce((sum, j) => sum + j, 0) / a.length;
    const square = coupling.reduce((sum, j) => sum + j * j, 0) / a.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(square - 1)).toBeLessThan(0.07);
    expect(valid(sherringtonKirkpatrick({ spins: 20, law: 'signs', seed: 2 }))).toBe(true);
  });
});

describe('plantedTiles', () => {
  it.each([1, 2, 3])('has the ground energy that it says, seed %i', (seed) => {
    const { problem, spins, energy } = plantedTiles({ side: 4, seed });
    expect(energy).toBe(-16);
    expect(isingEnergy(problem, spins)).toBe(energy);
    expect(groundEnergy(problem)).toBe(energy);
  });

  it('uses every coupling of the torus once', () => {
    const { problem, spins, energy } = plantedTiles({ side: 20, seed: 9 });
    const { a, b, coupling, spins: vertices } = problem;
    const graph = { vertices, a, b, weight: coupling };
    expect([isSimple(graph), a.length]).toEqual([true, 800]);
    expect([...new Set(degrees(graph))]).toEqual([4]);
    expect(isingEnergy(problem, spins)).toBe(energy);
  });
});

/** Fewest colours with which no edge joins two of one colour, by trying. */
const chromatic = ({ vertices, a, b }: Graph): number => {
  const near = Array.from({ length: vertices }, (): number[] => []);
  for (let k = 0; k < a.length; k++) near[b[k]!]!.push(a[k]!);
  const colour = new Int32Array(vertices);
  const fits = (vertex: number, colours: number, used: number): boolean => {
    if (vertex === vertices) return true;
    for (let c = 1; c <= Math.min(colours, used + 1); c++) {
      if (near[vertex]!.some((other) => colour[other] === c)) continue;
      colour[vertex] = c;
      if (fits(vertex + 1, colours, Math.max(used, c))) return true;
    }
    return false;
  };
  let colours = 1;
  while (!fits(0, colours, 0)) colours++;
  return colours;
};

describe('graphs to colour', () => {
  it.each([[2, 2, 1], [3, 5, 5], [4, 11, 20], [5, 23, 71]])(
    'the Mycielski graph of %i colours needs them, with %i vertices and %i edges',
    (colours, vertices, edges) => {
      const graph = mycielski(colours);
      expect([graph.vertices, graph.a.length, isSimple(graph)]).toEqual([vertices, edges, true]);
      expect(chromatic(graph)).toBe(colours);
    },
  );

  // edges of queen5_5 and queen8_8 of the DIMACS challenge, which list both directions
  it.each([[4, 76], [5, 160], [8, 728]])('queens of %i rows have %i edges', (size, edges) => {
    const graph = queens(size);
    expect([graph.a.length, isSimple(graph)]).toEqual([edges, true]);
  });

  it('queens of five rows need five colours', () => {
    expect(chromatic(queens(5))).toBe(5);
  });
});
