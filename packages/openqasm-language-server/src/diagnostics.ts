import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { OpenDocument } from './document.ts';

/** What is wrong with a document, with what is wrong in its included files at the `include`. */
export const diagnosticsOf = (document: OpenDocument): Diagnostic[] => {
  const { analysis, rangeOf, text } = document;
  const length = text.getText().length;
  return analysis.diagnostics
    .filter(({ start }) => start <= length)
    .map(({ code, severity, message, hint, start, end }) => ({
      range: rangeOf({ start, end }),
      severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
      code,
      source: 'openqasm',
      message: `${message}\n${hint}`,
    }));
};
