import { ok, type Circuit, type Result } from '@xdv/domain-model';
import { Cursor } from './cursor.ts';
import { Issues, Problem, quote, type QasmFault } from './diagnostics.ts';
import { Lexer } from './lexer.ts';
import { QASM_LIMITS } from './limits.ts';
import { lowerStatement } from './lower.ts';
import { Lowering, type QasmRegister } from './lowering.ts';
import { parseStatement } from './parse-statement.ts';
import { describe } from './tokens.ts';

/** A program that was read: its circuit, and where its registers are in the circuit. */
export interface QasmProgram {
  readonly version: 2 | 3;
  /** Base gates with controls only; loops unrolled, definitions and modifiers expanded. */
  readonly circuit: Circuit;
  readonly registers: {
    /** In order of declaration; element k is qubit `start + k` of the circuit. */
    readonly qubits: readonly QasmRegister[];
    /** Element k, bit k of the register's value, is bit `start + k` of the circuit. */
    readonly bits: readonly QasmRegister[];
  };
}

export interface ReadQasmOptions {
  /** Name of the file in diagnostics; default `<qasm>`. */
  readonly file?: string;
}

/**
 * Reads an OpenQASM 2 or 3 program as a circuit. Total: any text gives a program or a fault, in
 * time and memory bounded by {@link QASM_LIMITS}.
 *
 * Fails with QASM_SYNTAX if the program is malformed or uses what is not supported, and with
 * CIRCUIT_TOO_LARGE if it passes a limit. Both list the diagnostics found.
 * Sources: Cross et al., arXiv:1707.03429 (version 2); OpenQASM 3 specification, Cross et al.,
 * ACM Trans. Quantum Comput. 3 (2022) 12.
 */
export const readQasm = (
  text: string,
  { file = '<qasm>' }: ReadQasmOptions = {},
): Result<QasmProgram, QasmFault> => {
  const issues = new Issues(text);
  const { sourceLengthMax } = QASM_LIMITS;
  if (text.length > sourceLengthMax) {
    const message = `the program is longer than ${sourceLengthMax} characters`;
    issues.add(new Problem(0, message, 'Split it', true));
    return { ok: false, fault: issues.fault(file) };
  }
  const cursor = new Cursor(text, new Lexer(text, issues), issues);
  readVersion(cursor);
  const low = new Lowering(cursor.version, issues, cursor.poisoned);
  // one statement at a time, so that a long program is never held as a tree
  while (!cursor.ended && !low.ended) {
    const statement = parseStatement(cursor);
    if (statement !== undefined) lowerStatement(low, statement);
  }
  return finish(low, file);
};

const finish = (low: Lowering, file: string): Result<QasmProgram, QasmFault> => {
  const { issues, version, qubits, bits } = low;
  if (low.qubitCount === 0 && issues.count === 0) {
    const hint = `Start with ${version === 2 ? 'qreg q[2];' : 'qubit[2] q;'}`;
    issues.add(new Problem(0, 'the program declares no qubits', hint));
  }
  if (issues.count > 0) return { ok: false, fault: issues.fault(file) };
  const circuit = { qubits: low.qubitCount, bits: low.bitCount, ops: low.block.ops };
  return ok({ version, circuit, registers: { qubits, bits } });
};

/** `OPENQASM 2.0;` or `OPENQASM 3.1;`; without it a program is of version 3. */
const readVersion = (p: Cursor): void => {
  if (!p.is('OPENQASM')) return;
  p.recovering(() => {
    p.advance();
    const { kind, text, at } = p.token;
    const found = /^([23])(?:\.\d+)?$/.exec(text)?.[1];
    if (found === undefined) {
      const hint = 'Versions 2.0 and 3.x are read';
      if (kind !== 'integer' && kind !== 'float') {
        throw new Problem(at, `expected a version, found ${describe(p.token)}`, hint);
      }
      throw new Problem(at, `version ${quote(text)} is not known`, hint);
    }
    p.setVersion(found === '2' ? 2 : 3);
    p.advance();
    p.endStatement();
  });
};
