import { showType, showValue, type QasmSymbol } from '@xdv/openqasm';
import { MarkupKind, type Hover } from 'vscode-languageserver';
import type { OpenDocument } from './document.ts';

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** A line of the language that says what a name is. */
const signature = (symbol: QasmSymbol): string => {
  const { name, type } = symbol;
  switch (symbol.kind) {
    case 'constant': {
      const { value } = symbol;
      const shown = value === null ? '' : ` = ${showValue(value, type)}`;
      return `const ${showType(type)} ${name}${shown}`;
    }
    case 'gate':
      return `gate ${name}: ${count(symbol.params, 'angle')}, ${count(symbol.qubits, 'qubit')}`;
    case 'calibration':
      return `defcal ${name} -> ${showType(symbol.returns)}`;
    case 'subroutine': {
      const params = symbol.params.map(showType).join(', ');
      const { returns } = symbol;
      const result = returns.kind === 'void' ? '' : ` -> ${showType(returns)}`;
      return `${symbol.definition.kind} ${name}(${params})${result}`;
    }
    case 'input':
    case 'output':
      return `${symbol.kind} ${showType(type)} ${name}`;
    case 'alias':
      return `let ${name}: ${showType(type)}`;
    default:
      return `${showType(type)} ${name}`;
  }
};

const ROLES: Partial<Readonly<Record<QasmSymbol['kind'], string>>> = {
  parameter: 'parameter of a subroutine',
  angle: 'angle of a gate',
  loop: 'loop variable',
  qubit: 'qubit of a gate or subroutine',
};

/** Comments right above a declaration, without their marks. */
const commentAbove = ({ analysis }: OpenDocument, symbol: QasmSymbol): string => {
  if (symbol.statement === null) return '';
  const { sources } = analysis;
  const { base, text } = sources.fileAt(symbol.statement.start);
  const lines = text.slice(0, symbol.statement.start - base).split(/\r\n|\r|\n/);
  const found: string[] = [];
  for (let at = lines.length - 2; at >= 0; at--) {
    const comment = /^\s*\/\/+\s?(.*)$/.exec(lines[at]!);
    if (comment === null) break;
    found.unshift(comment[1]!.trimEnd());
  }
  return found.join('\n');
};

const MARKDOWN = /[\\`*_{}[\]<>#|!]/g;

/** Explains the name at an offset: what it is, its value if it is known, comments above it. */
export const hoverAt = (document: OpenDocument, offset: number): Hover | null => {
  const found = document.at(offset);
  if (found === undefined) return null;
  const { symbol } = found;
  const comment = commentAbove(document, symbol).replace(MARKDOWN, String.raw`\$&`);
  const origin = symbol.declared === null ? 'of the language or its standard library' : '';
  const parts = [
    `\`\`\`openqasm\n${signature(symbol)}\n\`\`\``,
    ROLES[symbol.kind] ?? origin,
    comment,
  ];
  const value = parts.filter((part) => part !== '').join('\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range: document.rangeOf(found) };
};
