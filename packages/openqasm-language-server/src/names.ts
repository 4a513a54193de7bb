import type { Occurrence, QasmSymbol } from '@xdv/openqasm';
import {
  ErrorCodes,
  ResponseError,
  type Location,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { OpenDocument } from './document.ts';

const locate = (document: OpenDocument, span: { start: number; end: number }): Location => {
  const file = document.analysis.sources.fileAt(span.start);
  return { uri: document.uriOf(file), range: document.rangeOf(span) };
};

/** Where the name at an offset is declared; null for what the language declares. */
export const definitionAt = (document: OpenDocument, offset: number): Location | null => {
  const declared = document.at(offset)?.symbol.declared ?? null;
  return declared === null ? null : locate(document, declared);
};

const occurrencesOfSymbol = (document: OpenDocument, symbol: QasmSymbol): readonly Occurrence[] =>
  document.occurrences().filter((each) => each.symbol === symbol);

/** Every place where the name at an offset is written. */
export const referencesAt = (document: OpenDocument, offset: number): Location[] => {
  const found = document.at(offset);
  if (found === undefined) return [];
  return occurrencesOfSymbol(document, found.symbol).map((each) => locate(document, each));
};

const refuse = (why: string): never => {
  throw new ResponseError(ErrorCodes.InvalidRequest, why);
};

/** What a name looks like; whether it is a word of the language shows when it is tried. */
const NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}_]{0,255}$/u;

/** The name at an offset if it can be renamed: declared in this document, not in an included one. */
export const renameableAt = (document: OpenDocument, offset: number): Occurrence => {
  const found = document.at(offset) ?? refuse('there is no name here');
  const { name, declared } = found.symbol;
  if (declared === null) refuse(`'${name}' belongs to the language or its standard library`);
  const length = document.text.getText().length;
  const elsewhere = occurrencesOfSymbol(document, found.symbol).some(({ end }) => end > length);
  if (elsewhere) refuse(`'${name}' is also written in an included file; rename it there as well`);
  return found;
};

/**
 * Renames what the name at an offset stands for, everywhere in the document. Refused with
 * InvalidRequest if the new name is not a name, or if the program would be wrong or mean something
 * else with it.
 */
export const renameAt = (
  document: OpenDocument,
  offset: number,
  newName: string,
): WorkspaceEdit => {
  const found = renameableAt(document, offset);
  if (!NAME.test(newName)) refuse(`'${newName}' cannot be a name`);
  const places = occurrencesOfSymbol(document, found.symbol);
  const edits = places.map((place) => ({ range: document.rangeOf(place), newText: newName }));
  const { text, analysis } = document;
  const after = document.reopen(TextDocument.applyEdits(text, edits));
  if (after.analysis.diagnostics.length > analysis.diagnostics.length) {
    refuse(`'${newName}' is taken here, or belongs to the language`);
  }
  const grown = newName.length - found.symbol.name.length;
  const symbols = places.map(({ start }, k) => after.at(start + k * grown)?.symbol);
  const [first] = symbols;
  const same = first !== undefined && symbols.every((symbol) => symbol === first);
  if (!same || occurrencesOfSymbol(after, first).length !== places.length) {
    refuse(`'${newName}' already means something else here`);
  }
  return { changes: { [text.uri]: edits } };
};
