import { ok, type Fault, type Result } from '@xdv/domain-model';
import { analyze, type AnalyzeOptions } from './analysis/analyze.ts';
import type { QasmCode } from './diagnostics/codes.ts';
import type { QasmDiagnostic } from './diagnostics/diagnostic.ts';
import type { LowerOptions } from './lower/options.ts';
import { lower } from './lower/lower.ts';
import type { Lowered } from './lower/lowered.ts';

/**
 * Why a program was refused. `message` starts with `file:line:column:` of the first error;
 * `diagnostics` lists everything found, in source order.
 */
export interface QasmFault extends Fault {
  readonly code: 'QASM_SYNTAX' | 'CIRCUIT_TOO_LARGE';
  readonly diagnostics: readonly QasmDiagnostic[];
}

/** A program that was read, and what is doubtful about it. */
export interface ReadProgram extends Lowered {
  readonly warnings: readonly QasmDiagnostic[];
}

export interface ReadOptions extends AnalyzeOptions, LowerOptions {}

/** What only a smaller program would avoid. */
const LIMITS: ReadonlySet<QasmCode> = new Set(['TOO_LARGE', 'TOO_DEEP', 'NEVER_ENDS']);

const faultOf = (diagnostics: readonly QasmDiagnostic[]): QasmFault => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const { file, line, column, message, hint, code } = errors[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return {
    code: LIMITS.has(code) ? 'CIRCUIT_TOO_LARGE' : 'QASM_SYNTAX',
    message: `${file}:${line}:${column}: ${message}${more}`,
    hint,
    diagnostics,
  };
};

/**
 * Reads an OpenQASM 2 or 3 program as a circuit: {@link analyze} and {@link lower} in one. Total:
 * any text gives a circuit or a fault.
 *
 * Fails with CIRCUIT_TOO_LARGE if the first error is a limit, otherwise with QASM_SYNTAX. Throws
 * RangeError for an option out of range. Sources: Cross et al., arXiv:1707.03429 (version 2);
 * OpenQASM 3 specification, Cross et al., ACM Trans. Quantum Comput. 3 (2022) 12.
 */
export const readQasm = (
  text: string,
  options: ReadOptions = {},
): Result<ReadProgram, QasmFault> => {
  const analysis = analyze(text, { file: '<qasm>', ...options });
  const result = lower(analysis, options);
  const all = analysis.diagnostics;
  if (result.ok) {
    const warnings = all.map((diagnostic) => analysis.sources.describe(diagnostic));
    return ok({ ...result.value, warnings });
  }
  const known = all.filter(({ severity }) => severity === 'warning');
  const found = [...known, ...result.diagnostics].toSorted((a, b) => a.start - b.start);
  const described = found.map((diagnostic) => analysis.sources.describe(diagnostic));
  return { ok: false, fault: faultOf(described) };
};
