import { describe, expect, test } from 'vitest';
import { readQasm } from '../../src/read.ts';

describe('readQasm', () => {
  test('gives the circuit and its names', () => {
    const result = readQasm(`OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[2]; h q[0]; cx
      q[0], q[1]; measure q -> c;`);
    expect(result).toMatchObject({
      ok: true,
      value: {
        version: 2,
        qubits: ['q[0]', 'q[1]'],
        outputs: [{ name: 'c', width: 2 }],
        warnings: [],
      },
    });
  });

  test('says where and what is wrong', () => {
    const result = readQasm('qubit q;\nfoo q;', { file: 'a.qasm' });
    expect(result).toMatchObject({ ok: false, fault: { code: 'QASM_SYNTAX' } });
    if (result.ok) return;
    expect(result.fault.message).toMatch(/^a\.qasm:2:1: /);
    expect(result.fault.diagnostics[0]).toMatchObject({ code: 'NAME_UNKNOWN', line: 2, column: 1 });
  });

  test('tells what lowering finds at its place', () => {
    const result = readQasm('input int n;\nqubit q;');
    expect(result.ok ? '' : result.fault.message).toMatch(/^<qasm>:1:11: .*int/);
  });

  test('tells limits apart from mistakes', () => {
    const result = readQasm('qubit q; while (true) { }');
    expect(result).toMatchObject({ ok: false, fault: { code: 'CIRCUIT_TOO_LARGE' } });
  });

  test('reads included files', () => {
    const include = (name: string) => (name === 'g.inc' ? `gate g a { U(0, 0, 1) a; } qubit
      r;` : undefined);
    const result = readQasm('include "g.inc"; g r;', { include });
    expect(result).toMatchObject({ ok: true, value: { qubits: ['r'] } });
    expect(readQasm('include "g.inc";').ok).toBe(false);
  });

  test('a gate without a body is kept, and not run', () => {
    const text = 'OPENQASM 2.0; opaque g a; qreg q[1];';
    expect(readQasm(text).ok).toBe(true);
    const result = readQasm(`${text} g q[0];`);
    expect(result.ok ? '' : result.fault.diagnostics[0]!.code).toBe('BINDING_MISSING');
  });
});
