import { GATES, type GateName } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { step } from '../src/qasm/library.ts';
import { invert } from '../src/qasm/modifiers.ts';
import { QELIB1 } from '../src/qasm/qelib1.ts';
import { STDGATES } from '../src/qasm/stdgates.ts';
import { distance, phaseDistance, program, refused, unitary } from './qasm-support.ts';

/** Definitions by `U`, `gphase` and `ctrl`, as the OpenQASM 3 specification gives them. */
const BY_U: Readonly<Record<string, string>> = {
  p: '(a) x { ctrl @ gphase(a) x; }',
  x: ' x { U(pi, 0, pi) x; gphase(-pi/2); }',
  y: ' x { U(pi, pi/2, pi/2) x; gphase(-pi/2); }',
  z: ' x { ctrl @ gphase(pi) x; }',
  h: ' x { U(pi/2, 0, pi) x; gphase(-pi/4); }',
  s: ' x { ctrl @ gphase(pi/2) x; }',
  sdg: ' x { inv @ ctrl @ gphase(pi/2) x; }',
  t: ' x { ctrl @ gphase(pi/4) x; }',
  tdg: ' x { ctrl @ gphase(-pi/4) x; }',
  sx: ' x { U(pi/2, -pi/2, pi/2) x; }',
  rx: '(a) x { U(a, -pi/2, pi/2) x; gphase(-a/2); }',
  ry: '(a) x { U(a, 0, 0) x; gphase(-a/2); }',
  rz: '(a) x { gphase(-a/2); U(0, 0, a) x; }',
  cx: ' x, y { ctrl @ U(pi, 0, pi) x, y; inv @ s x; }',
  cy: ' x, y { ctrl @ y x, y; }',
  cz: ' x, y { ctrl(2) @ gphase(pi) x, y; }',
  cp: '(a) x, y { ctrl(2) @ gphase(a) x, y; }',
  crx: '(a) x, y { ctrl @ rx(a) x, y; }',
  cry: '(a) x, y { ctrl @ ry(a) x, y; }',
  crz: '(a) x, y { ctrl @ rz(a) x, y; }',
  ch: ' x, y { ctrl @ h x, y; }',
  swap: ' x, y { cx x, y; cx y, x; cx x, y; }',
  ccx: ' x, y, z { ctrl(2) @ x x, y, z; }',
  cswap: ' x, y, z { cx z, y; ccx x, y, z; cx z, y; }',
  cu: '(a, b, c, d) x, y { p(d - a/2) x; ctrl @ U(a, b, c) x, y; }',
  CX: ' x, y { ctrl @ x x, y; }',
  phase: '(a) x { U(0, 0, a) x; }',
  cphase: '(a) x, y { ctrl @ U(0, 0, a) x, y; }',
  id: ' x { U(0, 0, 0) x; }',
  u1: '(a) x { U(0, 0, a) x; }',
  u2: '(a, b) x { gphase(-(a + b + pi/2)/2); U(pi/2, a, b) x; }',
  u3: '(a, b, c) x { gphase(-(a + b + c)/2); U(a, b, c) x; }',
};

const ANGLES = ['0.7', '-1.3', '2.1', '0.4'];
const QUBITS = ['q[0]', 'q[1]', 'q[2]', 'q[3]', 'q[4]'];

const call = (name: string, params: number, qubits: number): string => {
  const angles = params > 0 ? `(${ANGLES.slice(0, params).join(', ')})` : '';
  return `${name}${angles} ${QUBITS.slice(0, qubits).join(', ')};`;
};

const version3 = (body: string) =>
  unitary(program(`include "stdgates.inc"; qubit[4] q; ${body}`).circuit);

describe('stdgates.inc', () => {
  it('has exactly the gates that the specification lists', () => {
    expect([...STDGATES.keys()]).toEqual(Object.keys(BY_U));
  });

  it.each(Object.keys(BY_U))('%s is its definition, also under a control', (name) => {
    const { params, qubits } = STDGATES.get(name)!;
    const definition = `gate defined${BY_U[name]!} `;
    const expected = version3(`${definition} ctrl @ ${call('defined', params, qubits + 1)}`);
    const found = version3(`ctrl @ ${call(name, params, qubits + 1)}`);
    expect(distance(found, expected)).toBeLessThan(1e-12);
  });
});

/** The gates of qelib1.inc by the version 2 built-ins, as published, up to a global phase. */
const PUBLISHED: Readonly<Record<string, string>> = {
  u3: '(a,b,c) x { U(a,b,c) x; }',
  u2: '(a,b) x { U(pi/2,a,b) x; }',
  u1: '(a) x { U(0,0,a) x; }',
  cx: ' x,y { CX x,y; }',
  id: ' x { U(0,0,0) x; }',
  x: ' x { U(pi,0,pi) x; }',
  y: ' x { U(pi,pi/2,pi/2) x; }',
  z: ' x { U(0,0,pi) x; }',
  h: ' x { U(pi/2,0,pi) x; }',
  s: ' x { U(0,0,pi/2) x; }',
  sdg: ' x { U(0,0,-pi/2) x; }',
  t: ' x { U(0,0,pi/4) x; }',
  tdg: ' x { U(0,0,-pi/4) x; }',
  rx: '(a) x { U(a,-pi/2,pi/2) x; }',
  ry: '(a) x { U(a,0,0) x; }',
  rz: '(a) x { U(0,0,a) x; }',
  cz: ' x,y { h y; CX x,y; h y; }',
  cy: ' x,y { sdg y; CX x,y; s y; }',
  ch: ' x,y { ry(-pi/4) y; cz x,y; ry(pi/4) y; }',
  ccx: ` x,y,z { h z; CX y,z; tdg z; CX x,z; t z; CX y,z; tdg z; CX x,z; t y; t z; h z; CX x,y;
    t x; tdg y; CX x,y; }`,
  crz: '(a) x,y { rz(a/2) y; CX x,y; rz(-a/2) y; CX x,y; }',
  cu1: '(a) x,y { u1(a/2) x; CX x,y; u1(-a/2) y; CX x,y; u1(a/2) y; }',
  cu3: `(a,b,c) x,y { u1((c+b)/2) x; u1((c-b)/2) y; CX x,y; U(-a/2,0,-(b+c)/2) y; CX x,y;
    U(a/2,b,0) y; }`,
  u: '(a,b,c) x { U(a,b,c) x; }',
  p: '(a) x { U(0,0,a) x; }',
  u0: '(a) x { U(0,0,0) x; }',
  sx: ' x { sdg x; h x; sdg x; }',
  sxdg: ' x { s x; h x; s x; }',
  swap: ' x,y { CX x,y; CX y,x; CX x,y; }',
  cswap: ' x,y,z { CX z,y; ccx x,y,z; CX z,y; }',
  crx: '(a) x,y { u1(pi/2) y; CX x,y; U(-a/2,0,0) y; CX x,y; U(a/2,-pi/2,0) y; }',
  cry: '(a) x,y { ry(a/2) y; CX x,y; ry(-a/2) y; CX x,y; }',
  cp: '(a) x,y { u1(a/2) x; CX x,y; u1(-a/2) y; CX x,y; u1(a/2) y; }',
  csx: ' x,y { h y; cu1(pi/2) x,y; h y; }',
  cu: '(a,b,c,d) x,y { u1(d) x; cu3(a,b,c) x,y; }',
  rzz: '(a) x,y { CX x,y; u1(a) y; CX x,y; }',
  rxx: '(a) x,y { u3(pi/2,a,0) x; h y; CX x,y; u1(-a) y; CX x,y; h y; u2(-pi,pi-a) x; }',
  rccx: ` x,y,z { u2(0,pi) z; u1(pi/4) z; CX y,z; u1(-pi/4) z; CX x,z; u1(pi/4) z; CX y,z;
    u1(-pi/4) z; u2(0,pi) z; }`,
  c3x: ` x,y,z,w { h w; cu1(pi/2) z,w; h w; ccx x,y,z; h w; cu1(-pi/2) z,w; h w; ccx x,y,z; h w;
    cu1(pi/4) y,w; CX x,y; cu1(-pi/4) y,w; CX x,y; cu1(pi/4) x,w; h w; }`,
  c3sqrtx: ` x,y,z,w { h w; cu1(pi/4) z,w; ccx x,y,z; cu1(-pi/4) z,w; ccx x,y,z; cu1(pi/8) y,w;
    CX x,y; cu1(-pi/8) y,w; CX x,y; cu1(pi/8) x,w; h w; }`,
};

const version2 = (body: string) =>
  unitary(program(`OPENQASM 2.0; include "qelib1.inc"; qreg q[5]; ${body}`).circuit);

describe('qelib1.inc', () => {
  it.each(Object.keys(PUBLISHED))('%s equals its published definition', (name) => {
    const { params, qubits } = QELIB1.get(name)!;
    const expected = version2(`gate defined${PUBLISHED[name]!} ${call('defined', params, qubits)}`);
    expect(phaseDistance(version2(call(name, params, qubits)), expected)).toBeLessThan(1e-12);
  });

  it('ryy is rzz in another basis', () => {
    const basis = 'sdg q[0]; h q[0]; sdg q[1]; h q[1];';
    const back = 'h q[0]; s q[0]; h q[1]; s q[1];';
    const turned = version2(`${basis} rzz(0.7) q[0],q[1]; ${back}`);
    expect(phaseDistance(version2('ryy(0.7) q[0],q[1];'), turned)).toBeLessThan(1e-12);
  });

  it('rc3x and rccx flip the target as c3x and ccx do, up to phases', () => {
    for (const [relative, exact, qubits] of [['rccx', 'ccx', 3], ['rc3x', 'c3x', 4]] as const) {
      const sizes = (name: string) =>
        version2(call(name, 0, qubits)).map((row) => row.map(([re, im]) => Math.hypot(re, im)));
      const flat = sizes(relative).flat();
      for (const [k, size] of sizes(exact).flat().entries()) expect(flat[k]).toBeCloseTo(size, 12);
    }
  });

  it('c4x flips one qubit where four are 1', () => {
    const matrix = version2(call('c4x', 0, 5));
    const columns = matrix.map((row) => row.findIndex(([re]) => Math.abs(re - 1) < 1e-12));
    const expected = columns.map((_, k) => (k % 16 === 15 ? 46 - k : k));
    expect(columns).toEqual(expected);
  });
});

describe('inverses of base gates', () => {
  it.each(Object.keys(GATES) as GateName[])('%s followed by its inverse does nothing', (gate) => {
    const { qubits, params } = GATES[gate];
    const op = step(gate, [0, 1].slice(0, qubits), [0.7, -1.3, 2.1].slice(0, params));
    const product = unitary({ qubits: 2, bits: 0, ops: [op, ...invert([op])] });
    expect(distance(product, unitary({ qubits: 2, bits: 0, ops: [] }))).toBeLessThan(1e-12);
  });
});

it('names the file to include for a gate that it would define', () => {
  expect(refused('qubit q; h q;').hint).toBe('Write include "stdgates.inc"; at the top');
  expect(refused('include "stdgates.inc"; qubit q; sxdg q;').hint).toContain('qelib1.inc');
  expect(refused('OPENQASM 2.0; qreg q[1]; h q;').hint).toContain('qelib1.inc');
  expect(program('include "qelib1.inc"; qubit q; sxdg q;').version).toBe(3);
});
