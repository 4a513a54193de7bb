import { describe, expect, test } from 'vitest';
import { meaningOfCircuit } from '../oracle/circuit-meaning.ts';
import { meaningOf, read } from '../oracle/oracle.ts';
import { codeOf, lowered, opsOf, outcomes, program } from './support.ts';

/** Qubits that are in no state of their own, so that every entry of a matrix shows. */
const SPREAD = (n: number): string =>
  `qubit[${n}] q; ` +
  Array.from({ length: n }, (_, k) => `ry(${0.3 + 0.4 * k}) q[${k}]; rz(${0.7 - 0.2 * k})
    q[${k}];`).join(' ');

/** The amplitudes that a program makes, by lowering and by the definition of the language. */
const bothStates = (body: string): readonly [readonly number[], readonly number[]] => {
  const { state } = meaningOfCircuit(lowered(body).circuit);
  const expected = meaningOf(read(program(body))).state;
  return [[...state!], expected!.flat()];
};

const expectSame = (body: string): void => {
  const [found, expected] = bothStates(body);
  expect(found).toHaveLength(expected.length);
  for (const [k, value] of found.entries()) expect(value).toBeCloseTo(expected[k]!, 10);
};

describe('gates equal their definition in the language, phase included', () => {
  test.each<[string, number, string]>([
    ['U', 1, 'U(0.4, 0.5, 0.6) q[0];'],
    ['controlled U', 2, 'ctrl @ U(0.4, 0.5, 0.6) q[0], q[1];'],
    ['u2 and u3', 1, 'u2(0.5, 0.6) q[0]; u3(0.4, 0.5, 0.6) q[0];'],
    ['controlled u3', 2, 'ctrl @ u3(0.4, 0.5, 0.6) q[1], q[0];'],
    ['gphase', 1, 'gphase(0.3);'],
    [
      'controlled gphase',
      2,
      'ctrl @ gphase(0.3) q[0]; ctrl(2) @ gphase(0.4) q;'.replace('q;', 'q[0], q[1];'),
    ],
    [
      'negative controls',
      3,
      'negctrl @ ctrl @ x q[0], q[1], q[2]; negctrl(2) @ z q[0], q[1], q[2];',
    ],
    [
      'inverses',
      2,
      'inv @ s q[0]; inv @ U(0.4, 0.5, 0.6) q[0]; inv @ cu(0.4, 0.5, 0.6, 0.7) q[0], q[1];',
    ],
    [
      'inverse of a sequence',
      2,
      'gate g(a) x1, y1 { h x1; cp(a) x1, y1; t y1; sx x1; } inv @ g(0.7) q[0], q[1];',
    ],
    [
      'controlled sequence',
      3,
      'gate g(a) x1, y1 { h x1; U(a, a / 2, -a) y1; cx x1, y1; } ctrl @ g(0.7) q[2], q[0], q[1];',
    ],
    [
      'whole powers',
      2,
      'pow(3) @ sx q[0]; pow(-2) @ cu(0.1, 0.2, 0.3, 0.4) q[0], q[1]; pow(0) @ h q[0];',
    ],
    [
      'powers of rotations',
      2,
      `pow(0.5) @ rx(0.7) q[0]; pow(-1.5) @ rz(0.7) q[1]; pow(0.5) @ rx(-3 * pi) q[0]; pow(0.5) @
        p(1.5 * pi) q[1];`,
    ],
    [
      'roots of Pauli gates',
      1,
      'pow(0.5) @ x q[0]; pow(1 / 3.0) @ y q[0]; pow(0.25) @ z q[0]; pow(-0.5) @ s q[0];',
    ],
    [
      'roots of other gates',
      2,
      'pow(0.5) @ h q[0]; pow(0.3) @ U(0.4, 0.5, 0.6) q[1]; pow(1.5) @ sx q[0];',
    ],
    [
      'controlled roots',
      2,
      'ctrl @ pow(0.5) @ h q[0], q[1]; ctrl @ pow(0.3) @ U(0.4, 0.5, 0.6) q[1], q[0];',
    ],
    [
      'a root of a sequence on one qubit',
      2,
      'gate g a { h a; t a; h a; gphase(0.2); } ctrl @ pow(0.5) @ g q[0], q[1];',
    ],
    ['a root of a phase alone', 1, 'gate g a { z a; x a; z a; x a; } pow(0.5) @ g q[0];'],
    ['modifiers in order', 3, 'inv @ ctrl @ pow(2) @ negctrl @ t q[0], q[1], q[2];'],
    ['broadcasting', 3, 'h q; cx q[0], q[1:2]; rz(0.3) q;'],
    [
      'angles through definitions',
      1,
      `gate g(a, b) x1 { rx(a - b) x1; U(a * b, a / 3, -b) x1; } gate f(a) x1 { g(a, 2 * a) x1; }
        f(0.3) q[0];`,
    ],
  ])('%s', (_, qubits, body) => expectSame(`${SPREAD(qubits)} ${body}`));

  test.each<[string, string, string]>([
    ['cx', 'pow(0.5) @ cx q[0], q[1];', 'ctrl @ pow(0.5) @ x q[0], q[1];'],
    [
      'a controlled U',
      'pow(0.3) @ ctrl @ U(0.4, 0.5, 0.6) q[1], q[0];',
      'ctrl @ pow(0.3) @ U(0.4, 0.5, 0.6) q[1], q[0];',
    ],
    [
      'cu',
      'pow(0.25) @ cu(0.1, 0.2, 0.3, 0.4) q[0], q[1];',
      'gate g a { gphase(0.4 - 0.05); U(0.1, 0.2, 0.3) a; } ctrl @ pow(0.25) @ g q[0], q[1];',
    ],
    ['crz', 'pow(-1.5) @ crz(0.7) q[0], q[1];', 'crz(-1.05) q[0], q[1];'],
    [
      'cz under negative control',
      'negctrl @ pow(0.5) @ cz q[2], q[0], q[1];',
      'negctrl @ ctrl @ s q[2], q[0], q[1];',
    ],
    ['swap', 'pow(0.5) @ swap q[0], q[1]; pow(1.5) @ swap q[0], q[1];', ''],
    [
      'swap, three times',
      'pow(1 / 3.0) @ swap q[0], q[1]; pow(2 / 3.0) @ swap q[0], q[1];',
      'swap q[0], q[1];',
    ],
  ])('a root of %s', (_, body, same) => {
    const { state } = meaningOfCircuit(lowered(`${SPREAD(3)} ${body}`).circuit);
    const expected = meaningOf(read(program(`${SPREAD(3)} ${same}`))).state!.flat();
    for (const [k, value] of [...state!].entries()) expect(value).toBeCloseTo(expected[k]!, 10);
  });

  test('every gate of the standard library', () => {
    const calls = [
      'p(0.3) q[0]; x q[0]; y q[1]; z q[2]; h q[0]; s q[1]; sdg q[2]; t q[0]; tdg q[1]; sx q[2];',
      'rx(0.3) q[0]; ry(0.4) q[1]; rz(0.5) q[2]; cx q[0], q[1]; cy q[1], q[2]; cz q[2], q[0];',
      'cp(0.3) q[0], q[1]; crx(0.4) q[1], q[2]; cry(0.5) q[2], q[0]; crz(0.6) q[0], q[2];',
      'ch q[0], q[1]; swap q[1], q[2]; ccx q[0], q[1], q[2]; cswap q[2], q[0], q[1];',
      'cu(0.1, 0.2, 0.3, 0.4) q[0], q[2]; CX q[2], q[1]; phase(0.2) q[0]; cphase(0.3) q[0], q[1];',
      'id q[0]; u1(0.3) q[1]; u2(0.1, 0.2) q[2]; u3(0.1, 0.2, 0.3) q[0];',
    ];
    expectSame(`${SPREAD(3)} ${calls.join(' ')}`);
    for (const call of calls) expectSame(`${SPREAD(3)} ctrl @ gphase(0.1) q[0]; ${call}`);
  });
});

describe('gates become base gates', () => {
  test('with controls, and no phase that nothing shows in version 2', () => {
    expect(opsOf('qubit[3] q; ccx q[0], q[1], q[2]; ctrl(2) @ rx(1) q[2], q[1], q[0];')).toEqual([
      { kind: 'gate', gate: 'x', targets: [2], params: [], controls: [0, 1] },
      { kind: 'gate', gate: 'rx', targets: [0], params: [1], controls: [2, 1] },
    ]);
  });

  test('angles that depend on outcomes are computed, through definitions and modifiers', () => {
    const body = `gate g(a) q { rz(2 * a) q; } qubit[2] q; x q[0]; bit[2] c; c[0] = measure q[0];
      angle[8] a = 0; a[6] = c[0]; float b = float[64](bool(c[0])) * pi / 4;
      h q[1]; inv @ g(b) q[1]; pow(2) @ rz(b) q[1]; rz(a) q[1]; rz(-a) q[1];
      ctrl @ rx(4 * b) q[0], q[1]; h q[1]; ctrl @ rx(4 * b) q[0], q[1]; c[1] = measure q[1];`;
    const computed = lowered(body).circuit.ops.filter(({ kind }) => kind === 'computed');
    expect(computed).toHaveLength(6);
    expect(outcomes(body)).toEqual({ '11': 1 });
  });

  test('an exponent that depends on outcomes turns a rotation further', () => {
    const body = `qubit q; x q; bit c = measure q; int[8] n = int[8](bool(c)) * 2 + 1; pow(n) @
      rx(pi / 3) q; c = measure q;`;
    expect(outcomes(body)).toEqual({ '0': 1 });
    expect(codeOf(body.replace('rx(pi / 3)', 'h'))).toBe('RUNTIME_UNSUPPORTED');
  });

  test('barriers in definitions stay where they are', () => {
    expect(opsOf('gate g a, b { h a; barrier a, b; h b; } qubit[2] q; inv @ g q[0], q[1];'))
      .toMatchObject([{ targets: [1] }, { kind: 'barrier', qubits: [0, 1] }, { targets: [0] }]);
  });

  test('roots of what acts on several qubits are refused', () => {
    const gate = 'gate g a, b { cx a, b; h a; } qubit[2] q;';
    expect(codeOf(`${gate} pow(0.5) @ g q[0], q[1];`)).toBe('MODIFIER_INVALID');
  });

  test('definitions may double as often as a circuit has room', () => {
    const gates = Array.from({ length: 13 }, (_, k) => `gate g${k + 1} a { g${k} a; g${k} a;
      }`).join(' ');
    const first = `gate f a { ${'h a; '.repeat(128)} } gate g0 a { pow(2) @ f a; }`;
    expect(codeOf(`${first} ${gates} qubit q; g13 q;`)).toBe('TOO_LARGE');
    expect(codeOf('qubit q; pow(1000001) @ h q;')).toBe('TOO_LARGE');
  });

  test('hardware qubits keep their number, declared ones take the others in order', () => {
    const { qubits, circuit } = lowered('qubit[2] q; qubit r; x $1; x q[0]; y q[1]; z r;');
    expect(qubits).toEqual(['q[0]', '$1', 'q[1]', 'r']);
    const targets = [[1], [0], [2], [3]];
    expect(circuit.ops).toMatchObject(targets.map((each) => ({ targets: each })));
    expect(lowered('x $2;').qubits).toEqual(['$0', '$1', '$2']);
    expect(codeOf('x $4096;')).toBe('TOO_LARGE');
  });

  test('qubits of aliases are those that they stand for', () => {
    expect(opsOf(`qubit[4] q; let a = q[{3, 1}]; let b = a ++ q[0:0]; x b[2]; y b[0];
      barrier;`)).toMatchObject([
      { targets: [0] }, { targets: [3] }, { kind: 'barrier', qubits: [0, 1, 2, 3] },
    ]);
  });
});
