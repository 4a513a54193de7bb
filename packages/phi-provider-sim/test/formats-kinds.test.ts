import { unwrap, type Result } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  FORMAT_LIMITS,
  readBqmJson,
  readCnf,
  readCoo,
  readDimacsGraph,
  readProblem,
  readQbsolv,
  readQuboModel,
  readTsplib,
  sniffProblem,
  writeCoo,
  writeQbsolv,
  writeQubo,
  writeTsplib,
} from '../src/formats/index.ts';
import { bqm, SAMPLES } from './format-samples.ts';
import { faultOf } from './support.ts';

/** A text, where it is wrong, and what the message says about it. */
type Row = readonly [what: string, text: string, place: string, found: string];

const refuses = (read: (text: string, o: { file: string }) => Result<unknown>, rows: Row[]) => {
  it.each(rows)('refuses %s', (_, text, place, found) => {
    const { code, message, hint } = faultOf(read(text, { file: 'a.txt' }));
    expect(code).toBe('GRAPH_SYNTAX');
    expect(message).toContain(`a.txt:${place}: `);
    expect(message).toContain(found);
    expect(message.length).toBeLessThan(160);
    expect(hint.length).toBeGreaterThan(10);
  });
};

describe('readDimacsGraph', () => {
  it('takes an edge that is listed in both directions as one', () => {
    const graph = unwrap(readDimacsGraph(SAMPLES.dimacs[1]!));
    expect(graph).toEqual({
      vertices: 3,
      a: Int32Array.of(0, 1),
      b: Int32Array.of(1, 2),
      weight: Float64Array.of(1, 1),
    });
  });

  refuses(readDimacsGraph, [
    ['no header', '', '1:1', 'problem line'],
    ['another problem', 'p sp 3 2\n', '1:1', '"p sp"'],
    ['a header that promises too much', 'p edge 9 1000000000\ne 1 2\n', '1:10', '"1000000000"'],
    ['too many vertices', 'p edge 1000001 1\ne 1 2\n', '1:8', '"1000001"'],
    ['a word too many', 'p edge 2 1 7\ne 1 2\n', '1:12', '"7" after'],
    ['a node line', 'p edge 2 1\nn 1 2\n', '2:1', '"n"'],
    ['an edge with a weight', 'p edge 2 1\ne 1 2 3\n', '2:7', '"3"'],
    ['an index of 0', 'p edge 2 1\ne 0 2\n', '2:3', '"0"'],
    ['a loop', 'p edge 2 1\ne 2 2\n', '2:5', 'itself'],
    ['too few edges', 'p edge 2 1\n\n', '3:1', 'after 0'],
    ['too many edges', 'p edge 3 1\ne 1 2\ne 2 3\n', '3:1', 'promises'],
  ]);
});

describe('readCnf', () => {
  it('reads clauses over lines, empty ones too, up to a % of SATLIB', () => {
    const formula = { variables: 4, clauses: [[1, -2], [2, 3, -4], [4]] };
    expect(unwrap(readCnf(SAMPLES.cnf[0]!))).toEqual(formula);
    expect(unwrap(readCnf(SAMPLES.cnf[1]!)).clauses).toEqual([[1, 2, 3], [-1, -2, -3]]);
    expect(unwrap(readCnf('  c\np cnf 1 2\r\n0\r\ncomment\r\n1 0')).clauses).toEqual([[], [1]]);
  });

  refuses(readCnf, [
    ['no header', '1 0\n', '1:1', '"1 0"'],
    ['a header that goes on', `p cnf 2 1 ${' '.repeat(2000)}7\n1 0`, '1:1', '"p cnf 2 1'],
    ['a weighted formula', 'p wcnf 2 1 5\n', '1:1', 'wcnf'],
    ['a header that promises too much', 'p cnf 2 1000000\n1 0', '1:1', '"1000000"'],
    ['a literal past the last', 'p cnf 2 1\n1 3 0', '2:3', '"3"'],
    ['a fraction', 'p cnf 2 1\n1.5 0', '2:1', '"1.5"'],
    ['a sign alone', 'p cnf 2 1\n- 1 0', '2:1', '"-"'],
    ['a negative 0', 'p cnf 2 1\n1 -0', '2:3', '"-0"'],
    ['an open clause', 'p cnf 2 1\n1 2', '2:4', 'end with 0'],
    ['too few clauses', 'p cnf 2 2\n1 0\n', '3:1', 'after 1'],
    ['too many clauses', 'p cnf 2 1\n1 0 2 0', '2:5', '"2" after 1'],
  ]);
});

describe('quadratic models', () => {
  it('count a term of qbsolv and of coordinates once, of BiqMac twice off the diagonal', () => {
    const entries = [[0, 0, -1], [0, 1, 4]];
    expect(unwrap(readQbsolv('p qubo 0 2 1 1\n0 0 -1\n1 0 4\n')).entries).toEqual(entries);
    expect(unwrap(readCoo('0 0 -1\n0 1 4\n')).entries).toEqual(entries);
    expect(unwrap(readQuboModel('2 2\n1 1 -1\n1 2 2\n')).entries).toEqual(entries);
  });

  it('are of spins where the coordinates say so, and of 0 and 1 otherwise', () => {
    const vartypeOf = (text: string): string => unwrap(readCoo(text)).vartype;
    expect(vartypeOf('# by hand\n# vartype=SPIN\r\n0 1 1\n')).toBe('SPIN');
    expect(vartypeOf('# vartype=BINARY\n0 1 1\n')).toBe('BINARY');
    expect(vartypeOf('0 1 1\n# vartype=SPIN\n')).toBe('BINARY');
  });

  it('are not written where the format lacks what they hold', () => {
    const model = unwrap(readBqmJson(bqm()));
    expect(() => writeCoo(model)).toThrow('offset must be 0');
    expect(() => writeQbsolv(model)).toThrow('vartype must be BINARY');
    expect(() => writeQubo(model)).toThrow('vartype must be BINARY');
    const binary = { ...model, vartype: 'BINARY' } as const;
    expect(() => writeQbsolv(binary)).toThrow('offset must be 0');
    expect(() => writeQubo(binary)).toThrow('offset must be 0');
    expect(() => writeQubo({ ...binary, offset: 0, entries: [] })).toThrow('at least one term');
  });
});

describe('readCoo', () => {
  refuses(readCoo, [
    ['no terms', '# vartype=SPIN\n', '2:1', 'no terms'],
    ['a weight that overflows', '0 1 1e999\n', '1:5', '"1e999"'],
    ['a weight with separators', '0 1 1_000\n', '1:5', '"1_000"'],
    ['no weight', '0 1\n', '1:4', 'end of the line'],
    ['a term twice, turned round', '0 1 1\n1 0 1\n', '2:1', 'second time'],
    ['a negative index', '0 -1 1\n', '1:3', '"-1"'],
    ['an index past the limit', '0 1000000 1\n', '1:3', '"1000000"'],
    ['a word too many', '0 1 1 1\n', '1:7', 'after the weight'],
  ]);
});

describe('readQbsolv', () => {
  refuses(readQbsolv, [
    ['no header', '0 0 1\n', '1:1', '"0 0"'],
    ['a topology', 'p qubo chimera 2 1 0\n', '1:8', '"chimera"'],
    ['a header that promises too much', 'p qubo 0 2 999999 999999\n', '1:12', '"999999"'],
    ['an index past the last', 'p qubo 0 2 1 0\n2 2 1\n', '2:1', '0 to 1'],
    ['a wrong count', 'p qubo 0 2 1 1\n0 0 1\n1 1 1\n', '4:1', 'not 2, 0'],
    ['a header of seven', 'p qubo 0 2 1 0 0\n0 0 1\n', '1:16', 'after the header'],
  ]);
});

describe('readBqmJson', () => {
  it('reads biases, labels and offset', () => {
    expect(unwrap(readBqmJson(bqm()))).toEqual({
      vartype: 'SPIN',
      variables: 3,
      entries: [[0, 0, 1], [2, 2, -2.5], [0, 1, 1], [1, 2, -1]],
      convention: 'upper',
      offset: 1.5,
      labels: ['a', 'b', 'c'],
    });
  });

  it('takes nothing from a __proto__ in the text', () => {
    const text = bqm().replace('{', '{"__proto__": {"polluted": 1},');
    expect(unwrap(readBqmJson(text)).variables).toBe(3);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const hidden = bqm({ offset: undefined }).replace('{', '{"__proto__": {"offset": 1},');
    expect(faultOf(readBqmJson(hidden)).message).toContain('offset is undefined');
  });

  refuses(readBqmJson, [
    ['what is no JSON', '{"type": }', '1:1', 'not JSON'],
    ['a list', '[]', '1:1', 'not an object'],
    ['deep nesting', '['.repeat(100_000), '1:1', 'deeper than 16'],
    ['another type', bqm({ type: 'SampleSet' }), '1:1', '"SampleSet"'],
    ['another schema', bqm({ version: { bqm_schema: '2.0.0' } }), '1:1', '"2.0.0"'],
    ['no schema', bqm({ version: null }), '1:1', 'undefined'],
    ['bytes', bqm({ use_bytes: true }), '1:1', 'use_bytes'],
    ['a variable type', bqm({ variable_type: 'INTEGER' }), '1:1', '"INTEGER"'],
    ['too many variables', bqm({ num_variables: 1e9 }), '1:1', 'num_variables'],
    ['too many interactions', bqm({ num_interactions: 1e9 }), '1:1', 'num_interactions'],
    ['another number of biases', bqm({ linear_biases: [1] }), '1:1', '1 members, not 3'],
    ['a bias that is text', bqm({ linear_biases: [1, '2', 3] }), '1:1', 'linear_biases[1]'],
    ['an overflow', bqm().replace('-2.5', '1e999'), '1:1', 'linear_biases[2]'],
    ['a label that is a list', bqm({ variable_labels: [[0], 1, 2] }), '1:1', 'labels[0]'],
    ['equal labels', bqm({ variable_labels: ['a', 'a', 'b'] }), '1:1', 'equal'],
    ['an index past the last', bqm({ quadratic_head: [0, 3] }), '1:1', 'interaction 1'],
    ['a fractional index', bqm({ quadratic_head: [0.5, 2] }), '1:1', 'interaction 0'],
    ['a loop', bqm({ quadratic_head: [1, 2] }), '1:1', 'joins 1 and 1'],
    ['a pair twice', bqm({ quadratic_head: [1, 1], quadratic_tail: [2, 2] }), '1:1', 'second'],
    ['an offset in quotes', bqm({ offset: '1' }), '1:1', 'offset'],
  ]);
});

const tsp = (...lines: readonly string[]): string => lines.join('\n');
const EUCLID = tsp('DIMENSION: 2', 'EDGE_WEIGHT_TYPE: EUC_2D', 'NODE_COORD_SECTION', '');
const EXPLICIT = tsp('TYPE: TSP', 'DIMENSION: 3', 'EDGE_WEIGHT_TYPE: EXPLICIT', '');

const FUNCTION = 'EDGE_WEIGHT_FORMAT: FUNCTION\nEDGE_WEIGHT_SECTION\n';

describe('readTsplib', () => {
  it('rounds Euclidean distances, up or as ATT does', () => {
    const at = (type: string): number => {
      const text = EUCLID.replace('EUC_2D', type);
      return unwrap(readTsplib(`${text}1 0 0\n2 1 2\nEOF`)).distances[0]![1]!;
    };
    // √5 = 2.236, √0.5 = 0.707
    expect([at('EUC_2D'), at('CEIL_2D'), at('ATT')]).toEqual([2, 3, 1]);
  });

  it.each([
    ['FULL_MATRIX', '9 1 2\n1 9 3\n2 3 9'],
    ['UPPER_ROW', '1 2 3'],
    ['LOWER_ROW', '1\n2 3'],
    ['UPPER_DIAG_ROW', '9 1 2 9 3 9'],
    ['LOWER_DIAG_ROW', '9\n1 9\n2 3 9'],
  ])('reads a matrix in %s', (format, numbers) => {
    const text = `${EXPLICIT}EDGE_WEIGHT_FORMAT: ${format}\nEDGE_WEIGHT_SECTION\n${numbers}\nEOF`;
    const { distances } = unwrap(readTsplib(text));
    expect(distances.map((row) => [...row])).toEqual([[0, 1, 2], [1, 0, 3], [2, 3, 0]]);
  });

  it('writes a matrix that is not symmetric as ATSP', () => {
    const distances = [Float64Array.of(0, 1), Float64Array.of(2, 0)];
    const tour = { name: 'x', cities: 2, distances };
    expect(writeTsplib(tour)).toContain('TYPE: ATSP\n');
    expect(unwrap(readTsplib(writeTsplib(tour)))).toEqual(tour);
    expect(() => writeTsplib({ ...tour, name: 'a\nTYPE: B' })).toThrow('one line');
  });

  refuses(readTsplib, [
    ['nothing', '', '1:1', 'DIMENSION'],
    ['another keyword', 'CAPACITY: 5\n', '1:1', '"CAPACITY"'],
    ['another type', 'TYPE: CVRP\n', '1:1', '"CVRP"'],
    ['a keyword twice', 'NAME: a\nNAME: b\n', '2:1', 'second time'],
    ['too many cities', EUCLID.replace('2\n', '1000000000\n'), '3:1', '"1000000000"'],
    ['more cities than the text is long', EUCLID.replace('2\n', '2000\n'), '3:1', 'too short'],
    ['another distance', EUCLID.replace('EUC_2D', 'XRAY1'), '3:1', '"XRAY1"'],
    ['another matrix', `${EXPLICIT}${FUNCTION}`, '5:1', '"FUNCTION"'],
    ['a city twice', `${EUCLID}1 0 0\n1 1 1\n`, '5:5', 'city 1'],
    ['an open section', `${EUCLID}1 0 0\n`, '5:1', 'end of the line'],
    ['a coordinate that overflows', `${EUCLID}1 0 1e999\n`, '4:5', '"1e999"'],
    ['no distances', 'DIMENSION: 5\nEOF\n', '2:1', 'no section'],
    ['a section of fixed edges', `${EUCLID}1 0 0\n2 1 1\nFIXED_EDGES_SECTION\n`, '6:1', 'late'],
  ]);
});

describe('sniffProblem', () => {
  it('tells every format from the text', () => {
    for (const [format, texts] of Object.entries(SAMPLES)) {
      for (const text of texts) expect(sniffProblem(text)).toEqual({ ok: true, value: format });
    }
  });

  it('takes two counts for coordinates where the name says so', () => {
    expect(unwrap(sniffProblem('1 2 0.5\n', { file: 'a.coo' }))).toBe('coo');
    expect(unwrap(readProblem('1 2 0.5\n', { file: 'a.coo' })).kind).toBe('quadratic');
  });
});

describe('every reader', () => {
  it('refuses a text past the limit of length', () => {
    const text = ' '.repeat(FORMAT_LIMITS.jsonLengthMax + 1);
    expect(faultOf(readBqmJson(text)).message).toContain('characters are more than');
    const long = ' '.repeat(FORMAT_LIMITS.lengthMax + 1);
    for (const read of [readCnf, readCoo, readDimacsGraph, readQbsolv, readTsplib]) {
      expect(faultOf(read(long)).message).toContain('characters are more than');
    }
  });
});
