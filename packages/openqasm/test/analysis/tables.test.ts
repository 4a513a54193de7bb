import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { showType } from '../../src/types/show.ts';
import { evaluated, identified, VERSION_3 } from './support.ts';

const PROGRAM = `OPENQASM 3.1;
include "stdgates.inc";
const int n = 2 + 2;
input angle[16] theta;
qubit[n] q;
bit[n] c;
let half = q[0:1];
gate turn(a) x1 { rz(a / 2) x1; }
def flip(qubit[2] r, int times) -> bit {
  for int i in [1:times] { x r; }
  return measure r[0];
}
turn(theta) half;
c[0] = flip(half, n - 1);
if (c[0]) { h q[-1]; } else { reset q; }
c = measure q;
output float result;
result = sin(n) + 0.5;
`;

describe('what is found of a program', () => {
  const analysis = analyze(PROGRAM);
  const nodes = identified(analysis.program);

  it('is without errors', () => {
    expect(analysis.diagnostics).toEqual([]);
    expect(analysis.version).toBe(3);
  });

  it('is the type of every expression, and the symbol of every name', () => {
    for (const node of nodes) {
      const { id, kind } = node;
      // a function of the language has no declaration
      if ('text' in node && node.text === 'sin') continue;
      const known = kind === undefined ? analysis.symbols[id] : analysis.types[id];
      expect(known, `${kind ?? 'name'} ${id}`).toBeDefined();
    }
    expect(nodes.length).toBeGreaterThan(60);
  });

  it('is the same symbol wherever a name is used', () => {
    const uses = nodes.filter((node) => 'name' in node && node.name === 'half');
    const symbols = new Set(uses.map(({ id }) => analysis.symbols[id]));
    expect(uses).toHaveLength(2);
    expect([...symbols]).toMatchObject([
      { kind: 'alias', name: 'half', global: true, type: { kind: 'qubit', size: 2 } },
    ]);
  });

  it.each([
    ['n', 'constant', 'int[64]', true],
    ['theta', 'input', 'angle[16]', true],
    ['q', 'qubits', 'qubit[4]', true],
    ['c', 'variable', 'bit[4]', true],
    ['turn', 'gate', 'gate', true],
    ['a', 'angle', 'float[64]', false],
    ['x1', 'qubit', 'qubit', false],
    ['flip', 'subroutine', 'subroutine', true],
    ['r', 'qubit', 'qubit[2]', false],
    ['times', 'parameter', 'int[64]', false],
    ['i', 'loop', 'int[64]', false],
    ['result', 'output', 'float[64]', true],
  ])('is that %s is a %s of type %s', (name, kind, type, global) => {
    const found = analysis.symbols.find((symbol) => symbol?.name === name);
    expect(found).toMatchObject({ kind, global });
    expect(showType(found!.type)).toBe(type);
    expect(found!.declared?.text).toBe(name);
    expect(found!.statement).not.toBeNull();
  });

  it('is what gates and subroutines take', () => {
    const named = (name: string) => analysis.symbols.find((symbol) => symbol?.name === name);
    expect(named('turn')).toMatchObject({ params: 1, qubits: 1 });
    expect(named('rz')).toMatchObject({ params: 1, qubits: 1, definition: null, declared: null });
    expect(named('flip')).toMatchObject({
      params: [{ kind: 'qubit', size: 2 }, { kind: 'int', width: 64 }],
      returns: { kind: 'bit', size: null },
    });
  });
});

describe('types of expressions', () => {
  it.each([
    ['bit[4] c;\nbit[2] a = c[1:2];', 'bit[2]'],
    ['int[8] i;\nbit[4] a = i[0:2:7];', 'bit[4]'],
    ['int[8] i;\nuint[16] j;\nint k = i + j;', 'uint[16]'],
    ['float[32] f;\nfloat a = f * 2;', 'float[32]'],
    ['angle[8] f;\nuint[8] a = f / f;', 'uint[8]'],
    ['array[int[8], 4, 3, 2] a;\narray[int[8], 3, 2] b = a[0];', 'array[int[8], 3, 2]'],
    ['array[int[8], 4, 3, 2] a;\narray[int[8], 2, 2] b = a[0:1, 2];', 'array[int[8], 2, 2]'],
    ['array[int[8], 2] a;\narray[int[8], 4] b = a ++ a;', 'array[int[8], 4]'],
    ['array[int[8], 2, 1] a = {{1}, {2}};', 'array[int[8], 2, 1]'],
    ['qubit[3] q;\nbit[3] c = measure q;', 'bit[3]'],
    ['qubit[3] q;\nbit c = measure q[{1}][0];', 'bit'],
    ['stretch w;\nduration d = w + 1ns;', 'duration'],
    ['complex[float[32]] w;\nfloat f = real(w);', 'float[32]'],
    ['extern f(int) -> angle[8];\nangle[8] a = f(1);', 'angle[8]'],
  ])('%s is of type %s', (text, type) => {
    expect(evaluated(text)).toBe(type);
  });

  it('are known beside errors elsewhere', () => {
    const text = `${VERSION_3}int a = b;\nint c = 1 +;\nint d = 2 * 3;\ncx d, d;`;
    const { constants, types, diagnostics } = analyze(text);
    expect(diagnostics.length).toBeGreaterThan(2);
    expect(constants).toContain(6n);
    expect(types).toContainEqual({ kind: 'int', width: 64 });
  });
});
