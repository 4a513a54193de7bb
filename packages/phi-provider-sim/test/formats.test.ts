import { cutValue, isingEnergy, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { FORMAT_LIMITS, readGraph, readQubo, sniffFormat } from '../src/formats/index.ts';
import { faultOf } from './support.ts';

const message = (text: string): string => {
  const { code, message: said, hint } = faultOf(readGraph(text, { file: 'a.rud' }));
  expect(code).toBe('GRAPH_SYNTAX');
  expect(hint.length).toBeGreaterThan(10);
  return said;
};

describe('readGraph', () => {
  it('reads vertices from 1, weights, and a weight of 1 where none is given', () => {
    const graph = unwrap(readGraph('4 3\n1 2\n2 3 -2\n4 1 1.5e0\n'));
    expect(graph).toEqual({
      vertices: 4,
      a: Int32Array.of(0, 1, 0),
      b: Int32Array.of(1, 2, 3),
      weight: Float64Array.of(1, -2, 1.5),
    });
    expect(cutValue(graph, [1, -1, 1, 1])).toBe(1 - 2);
  });

  it('passes over comments, blank lines, odd spaces, line ends and a byte order mark', () => {
    const text = '\uFEFF# rudy\n\n% more\r\nc DIMACS\r\n \t3   2 \r\nc\n1 2\t+4\n\n  2 3 .5';
    expect(unwrap(readGraph(text)).weight).toEqual(Float64Array.of(4, 0.5));
  });

  it('says file, line, column and what was found', () => {
    expect(message('3 2\n1 2\n2 x')).toBe('a.rud:3:3: expected an index, found "x"');
    expect(faultOf(readGraph('')).message).toMatch(/^input:1:1: /);
  });

  it.each([
    ['no header', '', '1:1', 'end of the text'],
    ['comments alone', '# a\n# b\n', '3:1', 'end of the text'],
    ['half a header', '3', '1:2', 'end of the line'],
    ['a header of three', '800 2 J\n', '1:7', '"J" after the header'],
    ['a header of words', 'NAME: burma14', '1:1', '"NAME:"'],
    ['a negative count', '-3 2', '1:1', '"-3"'],
    ['a fractional count', '3.5 2', '1:1', '"3.5"'],
    ['no vertices', '0 0', '1:1', 'empty'],
    ['no edges', '3 0', '1:3', 'empty'],
    ['too few edges', '3 2\n1 2\n', '3:1', 'ends after 1'],
    ['too many edges', '3 1\n1 2\n2 3\n', '3:1', '"2" after the 1 entries'],
    ['trailing garbage', '3 1\n1 2\nEOF\n', '3:1', '"EOF"'],
    ['an index of 0', '3 1\n0 2', '2:1', 'index 0'],
    ['an index past the last', '3 1\n1 4', '2:3', 'index 4 is not 1 to 3'],
    ['a negative index', '3 1\n1 -2', '2:3', '"-2"'],
    ['one index', '3 1\n 1 ', '2:4', 'end of the line'],
    ['a loop', '3 1\n2 2 1', '2:3', 'vertex 2'],
    ['NaN', '3 1\n1 2 NaN', '2:5', '"NaN"'],
    ['Infinity', '3 1\n1 2 Infinity', '2:5', '"Infinity"'],
    ['an overflow', '3 1\n1 2 1e999', '2:5', '"1e999"'],
    ['a weight past the limit', '3 1\n1 2 -2e100', '2:5', '1e+100'],
    ['a hexadecimal weight', '3 1\n1 2 0x10', '2:5', '"0x10"'],
    ['a word too many', '3 1\n1 2 3 4 5', '2:7', '"4" after the weight'],
    ['an edge twice', '3 2\n1 2\n1 2', '3:1', '1 and 2'],
    ['an edge in both directions', '3 3\n1 2\n3 2\n2 1 5', '4:1', '1 and 2'],
    ['a very long word', `3 1\n1 ${'9'.repeat(1e6)}`, '2:3', '"9999999999'],
  ])('refuses %s', (_, text, place, found) => {
    const said = message(text);
    expect(said).toContain(`a.rud:${place}: `);
    expect(said).toContain(found);
    expect(said.length).toBeLessThan(120);
  });

  it('believes a header only as far as the text is long, before it allocates', () => {
    expect(message('9 1000000000\n1 2')).toContain('1000000000 is more than 16000000');
    expect(message('1000000001 1\n1 2')).toContain('more than 1000000');
    expect(message('99999999999999999999 1\n')).toContain('expected a count');
    expect(message('9 16000000\n1 2')).toContain('cannot be in a text of 14 characters');
    expect(unwrap(readGraph('2 1\n1 2')).a.length).toBe(1);
  });

  it('refuses a text past the limit of length', () => {
    const text = '\n'.repeat(FORMAT_LIMITS.lengthMax + 1);
    expect(message(text)).toContain('characters are more than');
  });

  it('takes a weight at the limit', () => {
    expect(unwrap(readGraph('2 1\n1 2 -1e100')).weight[0]).toBe(-1e100);
  });
});

describe('readQubo', () => {
  const text = '3 4\n1 1 -5\n1 2 2\n3 2 -1\n3 3 4\n';
  const all = Array.from({ length: 8 }, (_, bits) => [bits & 1, (bits >> 1) & 1, bits >> 2]);

  it('counts off-diagonal entries twice', () => {
    const { value, variables } = unwrap(readQubo(text));
    expect(variables).toBe(3);
    const expected = ([x, y, z]: number[]) => -5 * x! + 4 * x! * y! - 2 * y! * z! + 4 * z!;
    expect(all.map((x) => value(x))).toEqual(all.map((x) => expected(x)));
  });

  it('gives an Ising problem whose energy plus offset is the value', () => {
    const { problem, offset, value, toBinary } = unwrap(readQubo(text));
    for (const x of all) {
      const spins = x.map((bit) => 2 * bit - 1);
      expect([...toBinary(spins)]).toEqual(x);
      expect(isingEnergy(problem, spins) + offset).toBe(value(x));
    }
  });

  it('takes a matrix with a diagonal alone', () => {
    const { problem, value } = unwrap(readQubo('2 1\n2 2 -3\n'));
    expect(problem.a.length).toBe(0);
    expect(value([0, 1])).toBe(-3);
  });

  it.each([
    ['an entry without weight', '2 1\n1 2\n', '2:4'],
    ['both halves of the matrix', '2 2\n1 2 3\n2 1 3\n', '3:1'],
    ['a diagonal entry twice', '2 2\n1 1 3\n1 1 3\n', '3:1'],
  ])('refuses %s', (_, wrong, place) => {
    const fault = faultOf(readQubo(wrong, { file: 'q.sparse' }));
    expect(fault.code).toBe('GRAPH_SYNTAX');
    expect(fault.message).toContain(`q.sparse:${place}: `);
  });
});

describe('sniffFormat', () => {
  it('tells a QUBO by its name or by an entry on the diagonal', () => {
    expect(sniffFormat('2 1\n1 2 3')).toEqual({ ok: true, value: 'graph' });
    expect(sniffFormat('2 1\n1 2 3', { file: 'a.SPARSE' })).toEqual({ ok: true, value: 'qubo' });
    expect(sniffFormat('2 2\n1 2 3\n2 2 1')).toEqual({ ok: true, value: 'qubo' });
  });

  it('leaves a broken file of a known format to its reader', () => {
    expect(sniffFormat('800 2 J\n')).toEqual({ ok: true, value: 'graph' });
  });

  it.each(['', '# only comments', 'OPENQASM 3.0;', '{"spins": 3}', '3'])(
    'does not know %j',
    (text) => {
      const fault = faultOf(sniffFormat(text, { file: 'x' }));
      expect(fault.code).toBe('FORMAT_UNKNOWN');
      expect(fault.message).toContain('x: expected two counts');
    },
  );
});
