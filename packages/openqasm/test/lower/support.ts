import { unwrap, validateCircuit, type CircuitOp } from '@xdv/domain-model';
import { analyze } from '../../src/analysis/analyze.ts';
import type { QasmDiagnostic } from '../../src/diagnostics/diagnostic.ts';
import { lower } from '../../src/lower/lower.ts';
import type { Lowered } from '../../src/lower/lowered.ts';
import type { LowerOptions } from '../../src/lower/options.ts';
import { meaningOfCircuit } from '../oracle/circuit-meaning.ts';

const HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

/** A program of version 3 with the standard library. */
export const program = (body: string): string => `${HEAD}${body}`;

/** What a program becomes; fails the test if it becomes nothing valid. */
export const lowered = (body: string, options: LowerOptions = {}): Lowered => {
  const analysis = analyze(program(body));
  const result = lower(analysis, options);
  if (!result.ok) {
    const found = result.diagnostics.map((diagnostic) => analysis.sources.describe(diagnostic));
    throw new Error(found.map(({ code, message, line }) => `${line}: ${code}
      ${message}`).join('\n'));
  }
  unwrap(validateCircuit(result.value.circuit));
  return result.value;
};

export const opsOf = (body: string, options?: LowerOptions): readonly CircuitOp[] =>
  lowered(body, options).circuit.ops;

/** What is wrong with a program. */
export const refused = (body: string, options: LowerOptions = {}): readonly QasmDiagnostic[] => {
  const analysis = analyze(program(body));
  const result = lower(analysis, options);
  if (result.ok) throw new Error('the program was lowered');
  return result.diagnostics.map((diagnostic) => analysis.sources.describe(diagnostic));
};

export const codeOf = (body: string, options?: LowerOptions): string =>
  refused(body, options)[0]!.code;

/** Probability of each outcome, exactly but for rounding. */
export const outcomes = (
  body: string,
  options?: LowerOptions,
): Readonly<Record<string, number>> => {
  const { circuit } = lowered(body, options);
  const found = [...meaningOfCircuit(circuit).outcomes].filter(([, p]) => p > 1e-9);
  return Object.fromEntries(found.map(([key, p]) => [key, Math.round(p * 1e6) / 1e6]));
};

/** The outcome of a program that has one only. */
export const always = (body: string, options?: LowerOptions): string => {
  const found = Object.entries(outcomes(body, options));
  if (found.length !== 1) throw new Error(`outcomes ${found.map(([key]) => key).join(', ')}`);
  return found[0]![0];
};
