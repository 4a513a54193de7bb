import type { Analysis } from '../analysis/analysis.ts';
import type { QasmDiagnostic } from './diagnostic.ts';

/** Everything found wrong with a program, with places and excerpts: plain data. */
export const describeAll = ({ diagnostics, sources }: Analysis): readonly QasmDiagnostic[] =>
  diagnostics.map((diagnostic) => sources.describe(diagnostic));
