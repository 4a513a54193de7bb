import type { CircuitOp } from '@xdv/domain-model';
import { describe, expect, test } from 'vitest';
import { always, codeOf, lowered, opsOf, outcomes } from './support.ts';

const ONE = 'qubit one; x one; bool m = measure one;';

describe('decisions on outcomes', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['c == 3', [0, 1, 2], [1, 1, 0]],
    ['c[1]', [1], [1]],
    ['!c[1]', [1], [0]],
    ['c[0] && !c[2]', [0, 2], [1, 0]],
    ['uint[3](c) == 4', [0, 1, 2], [0, 0, 1]],
    ['int[3](c) == -1', [0, 1, 2], [1, 1, 1]],
    ['c[0] == 1 && c[1] == 0', [0, 1], [1, 0]],
    ['c == "101"', [0, 1, 2], [1, 0, 1]],
  ])('%s is told by bits', (condition, bits, values) => {
    const ops = opsOf(`qubit[3] q; bit[3] c = measure q; if (${condition}) x q[0];`);
    expect(ops.slice(3)).toMatchObject([{ kind: 'if', bits, values, otherwise: [] }]);
  });

  test('a condition that no bits can meet needs no circuit', () => {
    expect(opsOf('qubit[3] q; bit[3] c = measure q; if (c == 8) x q[0];')).toHaveLength(3);
    expect(opsOf('qubit q; bit c = measure q; if (c && !c) x q;')).toHaveLength(1);
  });

  test('!= swaps the branches', () => {
    expect(opsOf('qubit[2] q; bit[2] c = measure q; if (c != 3) x q[0];').at(-1)).toMatchObject({
      kind: 'if', bits: [0, 1], values: [1, 1], then: [], otherwise: [{ kind: 'gate', gate: 'x' }],
    });
  });

  test('other conditions are computed first', () => {
    const ops = opsOf('qubit[2] q; bit[2] c = measure q; if (c > 1) x q[0]; else x q[1];');
    expect(ops.slice(2).map(({ kind }) => kind)).toEqual(['set', 'if']);
  });

  test.each<[string, string, string]>([
    [
      'what either branch writes is in bits',
      'output uint[4] o; uint[4] i = 3; if (m) i = 5; else i = 6; o = i;',
      '0101',
    ],
    [
      'what a branch does not write is kept',
      'output uint[4] o; uint[4] i = 3; if (!m) i = 5; o = i;',
      '0011',
    ],
    [
      'aliases write to what they stand for',
      'output bit[4] o; let a = o[1:2]; if (m) a[1] = 1;',
      '0100',
    ],
    ['an alias made in a branch', 'output bit[4] o; if (m) { let a = o[1:2]; a[1] = 1; }', '0100'],
    [
      'arrays written by a subroutine in a branch',
      `output array[uint[2], 2] o; def f(mutable array[uint[2], #dim = 1] a) { a[1] = 2; } if (m)
        f(o);`,
      '1000',
    ],
    [
      'known code after a branch',
      'output uint[4] o; uint[4] i; if (m) i = 1; for uint k in [0:2] i += k; o = i;',
      '0100',
    ],
  ])('%s', (_, body, expected) => {
    expect(always(`${ONE} ${body}`)).toBe(expected);
  });

  test('a switch looks at its subject once, and stays flat', () => {
    const body = `qubit[3] q; x q[1]; bit[3] c = measure q; uint[3] i = uint[3](c); output uint[4]
      o;
      switch (i) { case 1 { i = 2; o = 1; } case 2, 3 { i = 7; o = 2; } default { o = 3; } }`;
    expect(always(body)).toBe('0010');
    expect(depthOf(opsOf(body))).toBe(1);
    expect(always(body.replace('x q[1];', 'x q[2];'))).toBe('0011');
  });

  test('a long chain of conditions does not nest', () => {
    const links = Array.from({ length: 100 }, (_, k) => `if (i == ${k}) { i = 99; o += ${k}; }`);
    const body = `${ONE} uint[8] i = 40 + 2 * uint[8](m); output uint[8] o;
      ${links.join(' else ')} else { o = 255; }`;
    expect(depthOf(opsOf(body))).toBe(1);
    expect(always(body)).toBe((42).toString(2).padStart(8, '0'));
    expect(always(body.replace('40 +', '150 +'))).toBe('11111111');
  });

  test('a long chain of conditions that are known takes no bits', () => {
    const links = Array.from({ length: 30 }, (_, k) => `if (i == ${k}) { x q[${k}]; i = 99; }`);
    const body = `qubit[30] q; uint[8] i = 20; ${links.join(' else ')}`;
    expect(opsOf(body)).toMatchObject([{ gate: 'x', targets: [20] }]);
    const known = links.join(' else ').replaceAll('i = 99;', '');
    const running = known.replaceAll('i ==', 'uint[5](c) ==');
    const decided = `qubit[30] q; bit[5] c; c[0] = measure q[0]; ${running} else if (true) y q[0];`;
    expect(opsOf(decided).at(-1)).toMatchObject({ kind: 'if', then: [{ gate: 'y' }] });
  });

  test('a switch on something known runs its case only', () => {
    expect(opsOf('qubit q; const int i = 2; switch (i) { case 1 { x q; } case 2 { y q; } }'))
      .toMatchObject([{ gate: 'y' }]);
  });
});

const depthOf = (ops: readonly CircuitOp[]): number =>
  ops.reduce((deepest, op) => {
    if (op.kind === 'if') return Math.max(deepest, 1 + depthOf([...op.then, ...op.otherwise]));
    return op.kind === 'while' ? Math.max(deepest, 1 + depthOf(op.body)) : deepest;
  }, 0);

describe('loops', () => {
  test('over what is known are unrolled', () => {
    expect(opsOf('qubit[3] q; for uint i in [0:2] x q[i];')).toMatchObject([
      { targets: [0] }, { targets: [1] }, { targets: [2] },
    ]);
    expect(opsOf('qubit[4] q; for int i in {3, 1} x q[i];')).toMatchObject([
      { targets: [3] }, { targets: [1] },
    ]);
    expect(opsOf('qubit[4] q; uint i = 4; while (i > 1) { i -= 1; x q[i]; }')).toMatchObject([
      { targets: [3] }, { targets: [2] }, { targets: [1] },
    ]);
  });

  test('over arrays and registers take their entries', () => {
    const array = 'output uint[4] o; array[uint[4], 3] a = {1, 2, 4}; for uint[4] x1 in a o += x1;';
    expect(always(array)).toBe('0111');
    expect(always(`output uint[4] o; bit[3] c = "110"; for bit b in c o = o * 2 +
      uint[4](bool(b));`))
      .toBe('0011');
  });

  test('with a condition on bits become one loop of the circuit', () => {
    const ops = opsOf('qubit q; bit c; h q; c = measure q; while (c) { h q; c = measure q; }');
    expect(ops.at(-1)).toMatchObject({ kind: 'while', bits: [0], values: [1], max: 100 });
    expect((ops.at(-1) as { body: readonly unknown[] }).body).toHaveLength(2);
  });

  test('take as many rounds as an annotation says, or else the options', () => {
    const loop = 'qubit q; bit c; while (!c) { h q; c = measure q; }';
    expect(opsOf(loop, { roundsMax: 7 }).at(-1)).toMatchObject({ max: 7 });
    const annotated = loop.replace('while', '\n@xdv.rounds 20\nwhile');
    expect(opsOf(annotated, { roundsMax: 7 }).at(-1)).toMatchObject({ max: 20 });
    expect(codeOf(annotated.replace('20', '10001'))).toBe('VALUE_RANGE');
    expect(() => opsOf(loop, { roundsMax: 0 })).toThrow(RangeError);
  });

  const COUNT = 'output uint[4] o; uint[4] n = uint[4](m) + 2;';
  test.each<[string, string, string]>([
    ['a computed condition', `${COUNT} uint[4] i; while (i < n) { i += 1; o += i; }`, '0110'],
    ['a computed range', `${COUNT} for uint[4] i in [1:n] o += i;`, '0110'],
    ['a computed range downwards', `${COUNT} for int[8] i in [n:-2:0] o += uint[4](i);`, '0100'],
    ['an empty computed range', `${COUNT} for int[8] i in [n:1] o += 1;`, '0000'],
    ['break', `${COUNT} while (true) { o += 1; if (o == n) break; }`, '0011'],
    [
      'break in an unrolled loop',
      `${COUNT} for uint[4] i in [1:5] { if (i == n) break; o += i; }`,
      '0011',
    ],
    ['continue', `${COUNT} for uint[4] i in [1:4] { if (i == n) continue; o += i; }`, '0111'],
    [
      'continue in a loop of the circuit',
      `${COUNT} uint[4] i; while (i < n + 1) { i += 1; if (i == n) continue; o += i; }`,
      '0111',
    ],
    [
      'break out of a loop in a loop',
      `${COUNT} for uint[4] i in [1:3] { for uint[4] k in [1:3] { if (k == n) break; o += 1; } }`,
      '0110',
    ],
    [
      'a loop of the circuit in another',
      `${COUNT} uint[4] i; while (i < n) { uint[4] k; while (k < i) { k += 1; o += 1; if (k == 1) {
        continue; } } i += 1; }`,
      '0011',
    ],
    [
      'breaks of both in two rounds',
      `${COUNT} uint[4] i; while (i < 3) { i += 1; uint[4] k; while (true) { k += 1; if (k == n)
        break; } o += k; }`.replace('3)', 'n)'),
      '1001',
    ],
    [
      'a variable that is new in each round',
      `${COUNT} uint[4] i; while (i < n) { uint[4] k; if (m) k += 1; o += k; i += 1; }`,
      '0011',
    ],
    [
      'a loop that ends before it begins',
      `${COUNT} uint[4] i = 9; while (i < n) { i += 1; o += i; }`,
      '0000',
    ],
    [
      'guards one after the other',
      `output uint[4] o; for uint[4] i in [1:3] { if (i == 2 && m) break; o += i; if (i == 3) o =
        9; }`,
      '0001',
    ],
  ])('%s', (_, body, expected) => {
    expect(always(`${ONE} ${body}`)).toBe(expected);
  });

  test('a hundred guards do not nest', () => {
    const guarded = Array.from({ length: 100 }, () => 'if (c) { x q; break; } y q;').join(' ');
    const body = `qubit q; bit c = measure q; for uint i in [0:0] { ${guarded} }`;
    expect(depthOf(opsOf(body))).toBe(2);
  });

  test('that never end are told', () => {
    expect(codeOf('uint i; while (true) { i += 1; }')).toBe('NEVER_ENDS');
    expect(codeOf('qubit q; bool b = measure q; while (true) { if (b) x q; }')).toBe('NEVER_ENDS');
  });
});

describe('end', () => {
  test('leaves out the rest', () => {
    expect(opsOf('qubit q; x q; end; y q;')).toMatchObject([{ gate: 'x' }]);
  });

  test.each<[string, string, string]>([
    ['guards the rest', 'output uint[4] o; o = 1; if (m) end; o = 2;', '0001'],
    ['that is not reached', 'output uint[4] o; o = 1; if (!m) end; o = 2;', '0010'],
    [
      'in a loop',
      'output uint[4] o; for uint[4] i in [1:5] { o = i; if (i == 3 && m) end; }',
      '0011',
    ],
    [
      'in a loop of the circuit',
      'output uint[4] o; while (o < 9) { o += 1; if (o == 4) end; } o = 1;',
      '0100',
    ],
    [
      'in a subroutine',
      'output uint[4] o; def f(bool b) { if (b) { end; } } o = 1; f(m); o = 2;',
      '0001',
    ],
    [
      'keeps what is known to both',
      'output uint[4] o; uint[4] i = 3; if (!m) end; i += 1; o = i;',
      '0100',
    ],
    ['before an output is declared', 'if (m) end; output uint[4] o; o = 3;', '0000'],
  ])('%s', (_, body, expected) => {
    expect(always(`${ONE} ${body}`)).toBe(expected);
  });
});

describe('subroutines', () => {
  test.each<[string, string, string]>([
    [
      'give a value',
      'def f(uint[4] i) -> uint[4] { return i + 1; } output uint[4] o; o = f(f(2));',
      '0100',
    ],
    [
      'return early',
      `def f(bool b) -> uint[4] { if (b) return 1; return 2; } output uint[4] o; o = f(m) * 4 +
        f(!m);`,
      '0110',
    ],
    [
      'return from a loop',
      `def f(bool b) -> uint[4] { uint[4] s; for uint[4] i in [1:5] { s += i; if (b && i == 3)
        return s; } return 0; } output uint[4] o; o = f(m);`,
      '0110',
    ],
    [
      'return from a loop of the circuit',
      `def f(bool b) -> uint[4] { uint[4] s = uint[4](b); while (true) { s += 1; if (s == 7)
        return s; } } output uint[4] o; o = f(m);`,
      '0111',
    ],
    [
      'copy values',
      'def f(uint[4] i) { i += 1; } output uint[4] o; uint[4] i = uint[4](m); f(i); o = i;',
      '0001',
    ],
    [
      'change arrays',
      `def f(mutable array[uint[4], #dim = 1] a) { a[0] = uint[4](sizeof(a)); } output
        array[uint[4], 2] o; f(o);`,
      '00000010',
    ],
    [
      'act on qubits',
      `def f(qubit q) -> bit { x q; return measure q; } qubit[2] r; output bit[2] o; o[1] =
        f(r[0]); o[0] = f(one);`,
      '10',
    ],
    [
      'take registers',
      `def f(qubit[2] q) -> bit[2] { x q[1]; return measure q; } qubit[2] r; output bit[2] o; o =
        f(r);`,
      '10',
    ],
    [
      'are called in order',
      `def f(mutable array[uint[4], 1] a) -> uint[4] { a[0] += 1; return a[0]; } array[uint[4], 1]
        b = {0}; b[0] = uint[4](m); output uint[4] o; o = b[0] * 4 + f(b);`,
      '0110',
    ],
  ])('%s', (_, body, expected) => {
    expect(always(`${ONE} ${body}`)).toBe(expected);
  });

  test('&& and || call what is on their right only if it decides', () => {
    const f = 'def f(qubit q) -> bool { x q; return true; } qubit r; output bit[2] o;';
    expect(always(`${ONE} ${f} o[0] = m || f(r); o[1] = measure r;`)).toBe('01');
    expect(always(`${ONE} ${f} o[0] = m && f(r); o[1] = measure r;`)).toBe('11');
  });

  test('may not end the program where their value is needed', () => {
    const body = 'def f(bool b) -> bit { if (b) { end; } return 1; } bit c; c = f(m);';
    expect(codeOf(`${ONE} ${body}`)).toBe('RUNTIME_UNSUPPORTED');
  });
});

describe('qubits that outcomes choose', () => {
  const CHOICE = 'qubit[2] k; h k; uint[2] i = uint[2](measure_all(k)); qubit[3] q; bit[3] c;';
  const head = `def measure_all(qubit[2] a) -> bit[2] { return measure a; } ${CHOICE}`;

  test('are branched over', () => {
    const found = outcomes(`${head} if (i == 3) i = 0; x q[i]; c = measure q;`);
    expect(found).toEqual({ '001': 0.5, '010': 0.25, '100': 0.25 });
  });

  test('also where a value comes of it', () => {
    const f = 'def f(qubit a) -> bit { x a; return measure a; }';
    expect(outcomes(`${head} ${f} if (i == 3) i = 2; bit b = f(q[i]); c = measure q; c[0] = b;`))
      .toEqual({ '1001': 0.25, '1011': 0.25, '1101': 0.5 });
  });

  test('stop the run if there is none', () => {
    expect(() => outcomes(`${head} x q[i];`)).toThrow('CIRCUIT_STOPPED');
  });

  test('are measured into bits that outcomes choose', () => {
    expect(outcomes(`${head} if (i == 3) i = 2; x q[i]; c[2 - i] = measure q[i];`))
      .toEqual({ '001': 0.5, '010': 0.25, '100': 0.25 });
  });
});

describe('bits of the circuit', () => {
  test('outputs come first in order of declaration, then what the circuit needs itself', () => {
    const { circuit, outputs } = lowered(`qubit[2] q; bit a; uint[4] n; bit[2] b; b = measure q;
      a = measure q[0]; if (a) n = 3; if (n == 3) x q[0];`);
    expect(outputs).toMatchObject([{ name: 'a', at: 0, width: 1 }, { name: 'b', at: 1, width: 2 }]);
    expect([circuit.bits, circuit.scratch]).toEqual([3, 4]);
  });

  test('declared outputs are the only ones, of any type', () => {
    const { outputs } = lowered('bit a; output float[32] f; output array[int[8], 3] b;');
    expect(outputs).toMatchObject([
      { name: 'f', at: 0, width: 32 },
      { name: 'b', at: 32, width: 24 },
    ]);
  });

  test('are used again after the block that needed them', () => {
    const { circuit } = lowered(`qubit q; bit c = measure q; for uint i in [0:99] { uint[8] n;
      if (c) n = 1; rx(n) q; }`);
    expect(circuit.scratch).toBe(8);
  });
});
