import { describe, expect, it } from 'vitest';
import { distance, opsOf, program, refused, shown, unitary } from './qasm-support.ts';

const HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[4] q;\nbit[4] c;\n';
const lines = (body: string) => shown(opsOf(HEAD + body));
const matrix = (body: string) => unitary(program(HEAD + body).circuit);

describe('OpenQASM 3: declarations and operands', () => {
  it('needs no version, and takes registers of version 2', () => {
    const text = `include "stdgates.inc"; qreg q[2]; creg c[2]; qubit r; bit d; cx q[0], r;
      measure q -> c; d = measure r;`;
    expect(program(text).version).toBe(3);
    expect(shown(opsOf(text))).toEqual(['cx 0 2', 'measure 0 0', 'measure 1 1', 'measure 2 2']);
  });

  it('selects by index, negative index, slice and set', () => {
    expect(lines(`x q[-1]; x q[0:2]; y q[0:2:3]; z q[3:-1:2]; h q[{2, 0}]; s q[1:]; t q[:1];
      x q[1:3][0];`)).toEqual([
      'x 3', 'x 0', 'x 1', 'x 2', 'y 0', 'y 2', 'z 3', 'z 2', 'h 2', 'h 0',
      's 1', 's 2', 's 3', 't 0', 't 1', 'x 1',
    ]);
  });

  it('reads aliases, also of several parts', () => {
    expect(lines('let a = q[2:3] ++ q[0]; x a; y a[2]; let one = q[1]; z one;')).toEqual([
      'x 2', 'x 3', 'x 0', 'y 0', 'z 1',
    ]);
  });

  it('reads measurements in each form', () => {
    expect(lines('c = measure q; c[0] = measure q[3]; measure q[0:1] -> c[2:3]; ')).toEqual([
      'measure 0 0', 'measure 1 1', 'measure 2 2', 'measure 3 3',
      'measure 3 0', 'measure 0 2', 'measure 1 3',
    ]);
    expect(lines('bit d = measure q[1]; bit[2] e = "00";')).toEqual(['measure 1 4']);
  });

  it('reads reset, barrier and delay, of all qubits where none is named', () => {
    expect(lines(`reset q[1]; barrier; barrier q[0], q[2]; delay[1.5us] q[0:1];
      delay[20 ns] q[3];`)).toEqual([
      'reset 1', 'barrier 0 1 2 3', 'barrier 0 2', 'delay 1500 0', 'delay 1500 1', 'delay 20 3',
    ]);
  });

  it('keeps names in any script', () => {
    const text = 'qubit[1] größe; const float θ = π / 2; U(θ, 0, 0) größe[0];';
    expect(shown(opsOf(text))).toEqual(['u(1.570796,0,0) 0']);
  });
});

describe('OpenQASM 3: gates and modifiers', () => {
  it('puts controls first, in the order of the modifiers', () => {
    expect(lines('ctrl @ negctrl @ x q[0], q[1], q[2]; ctrl(2) @ h q[3], q[2], q[1];')).toEqual([
      'cx 0 1', 'ccx 0 1 2', 'cx 0 1', 'cch 3 2 1',
    ]);
  });

  it('inverts base gates and reverses definitions', () => {
    const gates = 's t sx sdg tdg x y z h id';
    for (const gate of gates.split(' ')) {
      const undone = matrix(`${gate} q[0]; inv @ ${gate} q[0];`);
      expect(distance(undone, matrix('')), gate).toBeLessThan(1e-12);
    }
    expect(lines('gate g(a) x, y { rz(a) x; s y; cx x, y; } inv @ g(0.5) q[0], q[1];')).toEqual([
      'cx 0 1', 'sdg 1', 'rz(-0.5) 0',
    ]);
    expect(lines('inv @ U(1, 2, 3) q[0];')).toEqual(['u(-1,-3,-2) 0']);
  });

  it('takes whole powers, negative ones as powers of the inverse', () => {
    expect(lines(`pow(3) @ s q[0]; pow(-2) @ t q[1]; pow(0) @ x q[0];
      pow(2.0) @ h q[2];`)).toEqual([
      's 0', 's 0', 's 0', 'tdg 1', 'tdg 1', 'h 2', 'h 2',
    ]);
    expect(lines(`pow(1000000000) @ rz(1e-9) q[0];
      ctrl @ pow(-4) @ phase(0.5) q[0], q[1];`)).toEqual([
      'rz(1) 0', 'cp(-2) 0 1',
    ]);
    const { message } = refused(`${HEAD}pow(1/2.0) @ x q[0];`);
    expect(message).toBe('<qasm>:5:6: pow(0.5) is not supported');
  });

  it('keeps global phases, and turns controlled ones into phase gates', () => {
    expect(lines(`gphase(pi); ctrl @ gphase(0.5) q[2];
      ctrl(2) @ gphase(0.25) q[0], q[1];`)).toEqual([
      'gphase(3.141593)', 'p(0.5) 2', 'cp(0.25) 0 1',
    ]);
  });

  it('keeps the phase of U under a control only, where it shows', () => {
    expect(lines('U(1, 2, 3) q[0];')).toEqual(['u(1,2,3) 0']);
    expect(lines('ctrl @ U(1, 2, 3) q[0], q[1];')).toEqual(['cu(1,2,3) 0 1', 'p(0.5) 0']);
  });

  it('repeats modified gates over registers', () => {
    expect(lines('ctrl @ x q[0:1], q[2:3]; negctrl @ z q[0], q[1];')).toEqual([
      'cx 0 2', 'cx 1 3', 'x 0', 'cz 0 1', 'x 0',
    ]);
  });

  it('sees parameters and constants in the body of a gate, not variables', () => {
    const constant = 'const float k = 2; gate g(a) x { rz(k * a) x; }';
    expect(lines(`${constant} for int k in {1} { g(3) q[0]; }`)).toEqual(['rz(6) 0']);
    const { message } = refused(`${HEAD}float k = 2; gate g x { rz(k) x; }`);
    expect(message).toContain("'k' is not a parameter");
  });
});

describe('OpenQASM 3: classical values', () => {
  const angleOf = (expression: string) => {
    const [op] = opsOf(`${HEAD}rz(${expression}) q[0];`);
    return op?.kind === 'gate' ? op.params[0] : undefined;
  };

  it.each([
    ['1/2', 0],
    ['1/2.0', 0.5],
    ['7 % 4 + 2 ** 3 ** 2', 515],
    ['-2 ** 2', -4],
    ['(5 & 3) | (1 << 4) ^ 2', 19],
    ['mod(7, 4)', 3],
    ['popcount(0b1011)', 3],
    ['0x1F + 0o17 + 1_000', 1046],
    ['2.5e-1 + .5 + 1.', 1.75],
    ['floor(2.7) + ceiling(2.2)', 5],
    ['float(int[4](9))', -7],
    ['uint[4](17) + true', 2],
    ['int(2.9)', 2],
    ['~uint[4](5)', 10],
    ['arccos(-1) - pi', 0],
    ['arcsin(1) + arctan(0)', Math.PI / 2],
    ['exp(log(2)) + sqrt(4)', 4],
    ['tau - 2 * π', 0],
    ['angle(-pi / 2)', 1.5 * Math.PI],
    ['angle[2](1.7)', Math.PI / 2],
    ['cos(0) + tan(0)', 1],
  ])('computes %s', (expression, value) => {
    expect(angleOf(expression)).toBeCloseTo(value, 12);
  });

  it('follows variables through assignments and wraps them to their width', () => {
    const body = `uint[4] n = 14; n += 3; rz(n) q[0]; n <<= 2; rz(n) q[0]; int[3] k; k = 5;
      rz(k) q[0];`;
    expect(lines(body)).toEqual(['rz(1) 0', 'rz(4) 0', 'rz(-3) 0']);
  });

  it('unrolls loops over ranges and sets, in scopes of their own', () => {
    const body = `const int n = 3; for uint i in [0:n-1] cx q[i], q[i+1];
      for i in [2:-2:0] { x q[i]; } ` +
      'for float a in {0.5, 1} { float b = 2 * a; rz(b) q[0]; } for int i in [1:0] { y q[0]; }';
    expect(lines(body)).toEqual(['cx 0 1', 'cx 1 2', 'cx 2 3', 'x 2', 'x 0', 'rz(1) 0', 'rz(2) 0']);
  });

  it('chooses at once between branches that do not depend on outcomes', () => {
    const body = `const uint[2] a = 2; if (bool(a[0])) x q[0]; else { x q[1]; }
      if (a > 1 && !false) y q[0];`;
    expect(lines(body)).toEqual(['x 1', 'y 0']);
  });

  it('stops at end', () => {
    expect(lines('x q[0]; end; y q[0]; this is not read')).toEqual(['x 0']);
  });
});

describe('OpenQASM 3: conditions on outcomes', () => {
  it.each([
    ['c[1]', 'if 1=1 [x 0] else [y 0]'],
    ['!c[1]', 'if 1=1 [y 0] else [x 0]'],
    ['c[1] == 0', 'if 1=0 [x 0] else [y 0]'],
    ['c[1] == false', 'if 1=0 [x 0] else [y 0]'],
    ['c[1] != 1', 'if 1=1 [y 0] else [x 0]'],
    ['1 == c[2]', 'if 2=1 [x 0] else [y 0]'],
    ['c == 6', 'if 0=0&1=1&2=1&3=0 [x 0] else [y 0]'],
    ['c[0:1] == "10"', 'if 0=0&1=1 [x 0] else [y 0]'],
    ['int[4](c) == 3', 'if 0=1&1=1&2=0&3=0 [x 0] else [y 0]'],
    ['bool(c[3])', 'if 3=1 [x 0] else [y 0]'],
    ['c[0] && c[1] && !c[2] == true', 'if 0=1&1=1 [if 2=1 [y 0] else [x 0]] else [y 0]'],
    ['c[0] == 1 && c[1] == 0', 'if 0=1&1=0 [x 0] else [y 0]'],
    ['c[0] || c[1]', 'if 0=1 [x 0] else [if 1=1 [x 0] else [y 0]]'],
    ['c', 'if 0=0&1=0&2=0&3=0 [y 0] else [x 0]'],
    ['c == 16', 'y 0'],
    ['c[0] && !true', 'y 0'],
    ['c[0] == 1 && c[0] == 0', 'y 0'],
  ])('lowers if (%s)', (condition, expected) => {
    expect(lines(`if (${condition}) x q[0]; else y q[0];`)).toEqual([expected]);
  });

  it('nests, and leaves out conditions with nothing under them', () => {
    const inner = 'if (c[1]) { reset q[0]; } else if (c[2]) c[3] = measure q[3];';
    expect(lines(`if (c[0]) { } if (c[0]) { ${inner} }`)).toEqual([
      'if 0=1 [if 1=1 [reset 0] else [if 2=1 [measure 3 3]]]',
    ]);
  });

  it('refuses what would make a value depend on outcomes', () => {
    const fault = refused(`${HEAD}int n = 0; if (c[0]) { n = 1; }`);
    expect(fault.message).toContain("'n' would depend on outcomes");
    const { message } = refused(`${HEAD}rz(c) q[0];`);
    expect(message).toContain("'c' is known only when the circuit runs");
    expect(lines('if (c[0]) { int n = 1; n += 1; rz(n) q[0]; }')).toEqual(['if 0=1 [rz(2) 0]']);
  });
});
