import { describe, expect, it } from 'vitest';
import { read, statements } from './support.ts';

const q = { kind: 'identifier', name: 'q' };
const one = { kind: 'integer', text: '1' };

describe('every rule of the grammar of version 3', () => {
  it.each([
    // includes, pragmas, calibration language
    ['include "stdgates.inc";', [{ kind: 'include', file: 'stdgates.inc' }]],
    ["include 'a\"b.inc';", [{ kind: 'include', file: 'a"b.inc' }]],
    ['pragma one // two', [{ kind: 'pragma', text: 'one // two' }]],
    ['#pragma one "\n', [{ kind: 'pragma', text: 'one "' }]],
    ['defcalgrammar "openpulse";', [{ kind: 'defcalgrammar', grammar: 'openpulse' }]],
    // declarations
    ['qubit q;', [{ kind: 'qubits', name: { text: 'q' }, size: null, old: false }]],
    ['qubit[1] q;', [{ kind: 'qubits', size: one, old: false }]],
    ['qreg q[1];', [{ kind: 'qubits', size: one, old: true }]],
    ['qreg q;', [{ kind: 'qubits', size: null, old: true }]],
    ['creg c[1];', [{ kind: 'variable', old: true, type: { name: 'bit', width: one } }]],
    ['bit c = "0";', [{ initial: { kind: 'bitstring', text: '0' }, type: { width: null } }]],
    ['uint[1] x;', [{ kind: 'variable', constant: false, type: { name: 'uint', width: one } }]],
    ['const int x = 1;', [{ kind: 'variable', constant: true, initial: one }]],
    ['bool b = true;', [{ type: { name: 'bool' } }]],
    ['angle[20] a;', [{ type: { name: 'angle' } }]],
    ['float[64] f;', [{ type: { name: 'float' } }]],
    ['complex z = 1im;', [{ type: { name: 'complex', of: null }, initial: { text: '1' } }]],
    ['complex[float[1]] z;', [{ type: { name: 'complex', of: { name: 'float', width: one } } }]],
    ['duration d = 1 ns;', [{ type: { name: 'duration' } }]],
    ['stretch s;', [{ type: { name: 'stretch' } }]],
    ['bit b = measure q;', [{ initial: { kind: 'measure', operand: q } }]],
    ['bit b = iq(1) q;', [{ initial: { kind: 'quantumcall', args: [one], operands: [q] } }]],
    ['bit b = iq $0, q;', [{ initial: { kind: 'quantumcall', args: null } }]],
    ['bit[2] b = a ++ c ++ d;', [{ initial: { operator: '++', left: { operator: '++' } } }]],
    [
      'array[int[8], 2, 1] a = {{1}, {1,},};',
      [
        {
          type: { kind: 'array', base: { name: 'int' }, dimensions: [{ text: '2' }, one] },
          initial: { kind: 'array', items: [{ kind: 'array', items: [one] }, { items: [one] }] },
        },
      ],
    ],
    ['array[bool, 1] a = {};', [{ initial: { kind: 'array', items: [] } }]],
    ['input angle[20] a;', [{ kind: 'io', direction: 'input', type: { name: 'angle' } }]],
    ['output array[bit, 1] a;', [{ kind: 'io', direction: 'output', type: { kind: 'array' } }]],
    ['let a = q[0:1] ++ q;', [{ kind: 'alias', value: { operator: '++', right: q } }]],
    ['let a = q[{0, 2,}];', [{ value: { selector: { kind: 'set', items: [{}, {}] } } }]],
    // definitions
    ['gate g q { }', [{ kind: 'gate', params: [], qubits: [{ text: 'q' }], body: {} }]],
    ['gate g() q, r, { }', [{ params: [], qubits: [{ text: 'q' }, { text: 'r' }] }]],
    ['gate g(a, b,) q { U(a, b, 0) q; }', [{ params: [{ text: 'a' }, { text: 'b' }] }]],
    ['def f() { }', [{ kind: 'def', params: [], returns: null }]],
    [
      'def f(int[8] n, qubit[1] q, qubit r, creg c[1], qreg s,) -> bit[1] { return 1; }',
      [
        {
          params: [
            { type: { name: 'int' }, name: { text: 'n' } },
            { type: { kind: 'qubit', size: one } },
            { type: { kind: 'qubit', size: null } },
            { type: { kind: 'scalar', name: 'bit', width: one }, name: { text: 'c' } },
            { type: { kind: 'qubit', size: null }, name: { text: 's' } },
          ],
          returns: { name: 'bit', width: one },
          body: { statements: [{ kind: 'return', value: one }] },
        },
      ],
    ],
    [
      'def f(readonly array[int[8], #dim = 1] a, mutable array[bit, 1, 1] b) {}',
      [
        {
          params: [
            { type: { kind: 'reference', access: 'readonly', rank: one, dimensions: null } },
            { type: { access: 'mutable', rank: null, dimensions: [one, one] } },
          ],
        },
      ],
    ],
    [
      'extern f(int, readonly array[bit, #dim=1], creg[1]) -> float[64];',
      [{ kind: 'extern', params: [{ name: 'int' }, { rank: one }, { width: one }], returns: {} }],
    ],
    ['extern f();', [{ kind: 'extern', params: [], returns: null }]],
    // operations
    ['x q;', [{ kind: 'gatecall', modifiers: [], args: null, duration: null, operands: [q] }]],
    ['x() q, q,;', [{ args: [], operands: [q, q] }]],
    ['ccx q, q, q;', [{ operands: [q, q, q] }]],
    ['mcx q, q, q, q, $5;', [{ operands: [q, q, q, q, { index: 5 }] }]],
    ['rx(1,)[1] q;', [{ args: [one], duration: one, operands: [q] }]],
    ['x[1] q;', [{ args: null, duration: one, operands: [q] }]],
    ['gphase(1);', [{ kind: 'gatecall', name: { text: 'gphase' }, args: [one], operands: [] }]],
    ['ctrl @ gphase(1) q;', [{ modifiers: [{ kind: 'ctrl', count: null }], operands: [q] }]],
    [
      'inv @ pow(1) @ ctrl(1) @ negctrl @ g(1) q;',
      [
        {
          modifiers: [
            { kind: 'inv' },
            { kind: 'pow', exponent: one },
            { kind: 'ctrl', count: one },
            { kind: 'negctrl', count: null },
          ],
        },
      ],
    ],
    ['measure q -> c[1];', [{ kind: 'measure', source: q, target: { kind: 'index' } }]],
    ['measure q;', [{ kind: 'expression', expression: { kind: 'measure', operand: q } }]],
    ['iq(1) q -> c;', [{ kind: 'assign', operator: null, value: { kind: 'quantumcall' } }]],
    ['reset q;', [{ kind: 'reset', operand: q }]],
    ['barrier;', [{ kind: 'barrier', operands: [] }]],
    ['barrier q, $1;', [{ operands: [q, { kind: 'hardware', index: 1 }] }]],
    ['delay[1] q;', [{ kind: 'delay', duration: one, operands: [q] }]],
    ['delay[1];', [{ kind: 'delay', operands: [] }]],
    ['nop;', [{ kind: 'nop', operands: [] }]],
    ['nop q;', [{ kind: 'nop', operands: [q] }]],
    ['box { x q; }', [{ kind: 'box', duration: null, body: { statements: [{}] } }]],
    ['box[1] { }', [{ kind: 'box', duration: one }]],
    // assignments and expressions
    ['x = 1;', [{ kind: 'assign', operator: null, value: one }]],
    ['x[1] = measure q;', [{ target: { kind: 'index' }, value: { kind: 'measure' } }]],
    ['x = iq q;', [{ value: { kind: 'quantumcall' } }]],
    ['f(1);', [{ kind: 'expression', expression: { kind: 'call', args: [one] } }]],
    ['a[1] + 1;', [{ kind: 'expression', expression: { operator: '+' } }]],
    ['int(1) + 1;', [{ kind: 'expression', expression: { left: { kind: 'cast' } } }]],
    ['"01"[1];', [{ kind: 'expression', expression: { kind: 'index' } }]],
    // flow
    ['if (1) x q;', [{ kind: 'if', then: { braces: false }, otherwise: null }]],
    ['if (1) { } else { }', [{ then: { braces: true }, otherwise: { braces: true } }]],
    [
      'if (1) x q; else if (1) x q; else y q;',
      [{ otherwise: { braces: false, statements: [{ kind: 'if', otherwise: {} }] } }],
    ],
    ['if (1) if (1) x q; else y q;', [{ otherwise: null, then: { statements: [{ kind: 'if' }] } }]],
    ['for int i in [0:1] { }', [{ kind: 'for', over: { kind: 'range', step: null, to: one } }]],
    ['for uint[8] i in [0:2:1] x q;', [{ over: { from: { text: '0' }, step: { text: '2' } } }]],
    ['for int i in {1, 1} { }', [{ over: { kind: 'set', items: [one, one] } }]],
    ['for bit b in q { }', [{ over: q }]],
    ['while (1) { break; continue; }', [{ kind: 'while', body: { statements: [{}, {}] } }]],
    [
      'switch (q) { case 1, 1 { } case 1, { } default { end; } }',
      [
        {
          kind: 'switch',
          subject: q,
          cases: [{ labels: [one, one] }, { labels: [one] }],
          otherwise: { statements: [{ kind: 'end' }] },
        },
      ],
    ],
    ['switch (q) { }', [{ cases: [], otherwise: null }]],
    ['return;', [{ kind: 'return', value: null }]],
    ['return measure q;', [{ value: { kind: 'measure' } }]],
    ['return iq q;', [{ value: { kind: 'quantumcall' } }]],
    ['{ { x q; } }', [{ kind: 'block', braces: true, statements: [{ kind: 'block' }] }]],
    [
      'duration d = durationof({ x q; }) * 2;',
      [{ initial: { left: { kind: 'durationof', body: { statements: [{ operands: [q] }] } } } }],
    ],
    // annotations
    [
      '@one two // three\n@a.b.c\nx q;',
      [
        {
          kind: 'gatecall',
          annotations: [
            { keyword: 'one', text: 'two // three' },
            { keyword: 'a.b.c', text: '' },
          ],
        },
      ],
    ],
  ])('%s', (text, expected) => {
    expect(statements(text)).toMatchObject(expected);
  });

  it.each([
    ...['+', '-', '*', '/', '%', '&', '|', '^', '~', '<<', '>>', '**'],
  ])('the assignment %s=', (operator) => {
    expect(statements(`x ${operator}= 1;`)).toMatchObject([{ kind: 'assign', operator }]);
  });

  it('keeps calibrations as text', () => {
    const body = ' a = "}"; // }\n /* } */ { b; } ';
    expect(statements(`cal {${body}}\ncal {}`)).toMatchObject([
      { kind: 'cal', text: body },
      { kind: 'cal', text: '' },
    ]);
    const text = `defcal rz(angle[20] a, 1, int(2)) q, $1 -> bit {${body}}`;
    expect(statements(text)).toMatchObject([
      {
        kind: 'defcal',
        name: { text: 'rz' },
        params: [
          { type: { name: 'angle' }, name: { text: 'a' } },
          one,
          { kind: 'cast', operand: { text: '2' } },
        ],
        qubits: [{ text: 'q' }, { kind: 'hardware', index: 1 }],
        returns: { name: 'bit' },
        text: body,
      },
    ]);
  });

  it.each(['measure', 'reset', 'delay(duration d)', 'delay[', 'x(qubit q)', 'x(creg c[1])'])(
    'defcal %s',
    (head) => {
      const { errors } = read(`defcal ${head} $0 { }`);
      expect(errors.length === 0).toBe(head !== 'delay[');
    },
  );

  it('takes each line end, and a byte order mark at the start', () => {
    const { program, errors } = read('\uFEFFOPENQASM 3.1;\r\npragma a\r@b c\n\rx q;');
    expect(errors).toEqual([]);
    expect(program.version).toMatchObject({ major: 3, minor: 1 });
    expect(program.statements).toMatchObject([
      { kind: 'pragma', text: 'a' },
      { annotations: [{ keyword: 'b', text: 'c' }] },
    ]);
  });

  it('lists comments in order, but not those in other texts', () => {
    const { program, sources } = read('/* a */ x q; // b\npragma // c\n@d // e\ncal { /* f */ }');
    const texts = program.comments.map(({ start, end }) => sources.text(start, end));
    expect(texts).toEqual(['/* a */', '// b']);
  });

  it('says where statements and names are', () => {
    const text = 'x q;\nrx( pi ) q[ 0 ] ;';
    const [, call] = statements(text);
    if (call?.kind !== 'gatecall') throw new Error('no call');
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    expect([call, call.name, call.args![0]!, call.operands[0]!].map(at)).toEqual([
      ...['rx( pi ) q[ 0 ] ;', 'rx', 'pi', 'q[ 0 ]'],
    ]);
  });
});

describe('words of the language', () => {
  const RESERVED = [
    ...['OPENQASM', 'include', 'defcalgrammar', 'def', 'cal', 'defcal', 'gate', 'extern', 'box'],
    ...['let', 'break', 'continue', 'if', 'else', 'end', 'return', 'for', 'while', 'in', 'switch'],
    ...['case', 'default', 'nop', 'pragma', 'input', 'output', 'const', 'readonly', 'mutable'],
    ...['qreg', 'qubit', 'creg', 'bool', 'bit', 'int', 'uint', 'float', 'angle', 'complex'],
    ...['array', 'void', 'duration', 'stretch', 'gphase', 'inv', 'pow', 'ctrl', 'negctrl'],
    ...['durationof', 'delay', 'reset', 'measure', 'barrier', 'true', 'false'],
  ];

  it.each(RESERVED)('%s is no name', (word) => {
    expect(read(`qubit ${word};`).errors).toEqual(['NAME_RESERVED 1:7']);
  });

  it.each(['opaque', 'U', 'CX', 'pi', 'sizeof', 'sin', 'im', 'ns', 'dt', 'dim', 'If', 'int8'])(
    '%s is a name',
    (word) => {
      expect(read(`qubit ${word};`).errors).toEqual([]);
    },
  );
});
