import { describe, expect, it } from 'vitest';
import { opsOf, program, refused, shown } from './qasm-support.ts';

const HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\ncreg c[3];\n';
const lines = (body: string) => shown(opsOf(HEAD + body));

describe('OpenQASM 2', () => {
  it('reads registers in order of declaration', () => {
    const { version, circuit, registers } = program(
      'OPENQASM 2.0; qreg a[2]; creg x[3]; qreg b[1]; creg y[1]; U(0,0,0) a[0];',
    );
    expect({ version, qubits: circuit.qubits, bits: circuit.bits }).toEqual({
      version: 2,
      qubits: 3,
      bits: 4,
    });
    expect(registers).toEqual({
      qubits: [{ name: 'a', start: 0, size: 2 }, { name: 'b', start: 2, size: 1 }],
      bits: [{ name: 'x', start: 0, size: 3 }, { name: 'y', start: 3, size: 1 }],
    });
  });

  it('repeats a gate over registers, single qubits standing still', () => {
    expect(lines('h q; cx q[0],q[1];')).toEqual(['h 0', 'h 1', 'h 2', 'cx 0 1']);
    expect(shown(opsOf(`${HEAD}qreg r[3]; cx q,r; cx q[1],r;`))).toEqual([
      'cx 0 3', 'cx 1 4', 'cx 2 5', 'cx 1 3', 'cx 1 4', 'cx 1 5',
    ]);
  });

  it('inlines gate definitions with parameters', () => {
    const gate = 'gate rot(a,b) x,y { rz(a+b/2) x; cx x,y; barrier x,y; rz(-a) y; }';
    expect(lines(`${gate} rot(1,pi) q[2],q[0];`)).toEqual([
      'rz(2.570796) 2', 'cx 2 0', 'barrier 2 0', 'rz(-1) 0',
    ]);
  });

  it('computes parameters in real numbers, with ^ as the power', () => {
    expect(lines(`rz(3/2) q[0]; rz(2^3^2) q[0]; rz(-2^2) q[0];
      rz(sqrt(4)*sin(0)+ln(1)) q[0];`)).toEqual([
      'rz(1.5) 0', 'rz(512) 0', 'rz(-4) 0', 'rz(0) 0',
    ]);
  });

  it('conditions one operation on the value of a register, bit 0 lowest', () => {
    expect(lines('if(c==5) x q[0]; if(c==1) measure q->c; if (c==8) x q[1];')).toEqual([
      'if 0=1&1=0&2=1 [x 0]',
      'if 0=1&1=0&2=0 [measure 0 0; measure 1 1; measure 2 2]',
    ]);
  });

  it('reads measure, reset and barrier over registers', () => {
    expect(lines(`measure q -> c; reset q; measure q[2]->c[0]; barrier q[1],q;
      reset q[1];`)).toEqual([
      'measure 0 0', 'measure 1 1', 'measure 2 2', 'reset 0', 'reset 1', 'reset 2',
      'measure 2 0', 'barrier 1 0 2', 'reset 1',
    ]);
  });

  it('keeps words of version 3 as names', () => {
    const text = 'OPENQASM 2.0; include "qelib1.inc"; qreg bit[1]; creg input[1]; ' +
      'gate box a { x a; } box bit[0]; measure bit -> input;';
    expect(shown(opsOf(text))).toEqual(['x 0', 'measure 0 0']);
  });

  it('lets a program define what only later editions of qelib1.inc have', () => {
    expect(lines('gate rzz(a) x,y { cx x,y; u1(a) y; cx x,y; } rzz(1) q[0],q[1];')).toEqual([
      'cx 0 1', 'p(1) 1', 'cx 0 1',
    ]);
    expect(refused(`${HEAD}gate cx a,b { CX a,b; }`).message).toContain("'cx' is already defined");
  });

  it('refuses an opaque gate where it is used, not where it is declared', () => {
    expect(lines('opaque magic(a) x,y; x q[0];')).toEqual(['x 0']);
    expect(refused(`${HEAD}opaque magic(a) x,y;\nmagic(1) q[0],q[1];`).message).toBe(
      "<qasm>:6:1: gate 'magic' is opaque: it has no definition",
    );
  });

  it('checks the bodies of gates that are never used', () => {
    const gates = ['gate a x { nope x; }', 'gate b x { x y; }', 'gate d(t) x { rz(s) x; }'];
    const fault = refused(HEAD + gates.join('\n'));
    expect(fault.diagnostics.map(({ line, column }) => [line, column])).toEqual([
      [5, 12], [6, 14], [7, 18],
    ]);
  });
});
