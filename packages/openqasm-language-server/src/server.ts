import {
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { diagnosticsOf } from './diagnostics.ts';
import type { OpenDocument, ReadFile } from './document.ts';
import { Documents, type Collect } from './documents.ts';
import { formatOf } from './format.ts';
import { hoverAt } from './hover.ts';
import { definitionAt, referencesAt, renameableAt, renameAt } from './names.ts';
import { createWarmUp } from './warm-up.ts';

const CAPABILITIES: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
  },
  serverInfo: { name: '@xdv/openqasm-language-server' },
};

/** A document as it is now; undefined if it is not open. */
type Current = (uri: string) => OpenDocument | undefined;

/** Browsers have no `setImmediate`. */
const nextTurn = (work: () => void): void => {
  if (typeof setImmediate === 'function') setImmediate(work);
  else setTimeout(work, 0);
};

/** Publishes what is wrong with documents; changes that came together are analysed together. */
const createPublisher = (connection: Connection, current: Current) => {
  const changed = new Set<string>();
  let latest = 0;
  const publish = (): void => {
    const uris = [...changed];
    changed.clear();
    for (const uri of uris) {
      const document = current(uri);
      if (document === undefined) continue;
      const { version } = document;
      void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(document) });
    }
  };
  return (uri: string): void => {
    changed.add(uri);
    const change = ++latest;
    // What has arrived is taken in one message a turn, and the next version may be among it: if
    // nothing changed for two turns, this is the newest.
    nextTurn(() => nextTurn(() => change === latest && publish()));
  };
};

/**
 * Serves the language server protocol on a connection: diagnostics as a document changes, hover,
 * definitions, references, rename, formatting. Each answer is about the newest version, and takes
 * time linear in the document, once for each version that is asked about. `readFile` gives files
 * that documents include. `collect`, where it can be had, makes long documents faster: it is asked
 * to collect young garbage each time the analysis of a version is dropped.
 */
export const serve = (connection: Connection, readFile: ReadFile, collect?: Collect): void => {
  const documents = new Documents(readFile, collect);
  const { texts } = documents;
  const warmUp = createWarmUp();
  const current: Current = (uri) => {
    const document = documents.get(uri);
    warmUp.pause();
    return document;
  };
  const publish = createPublisher(connection, current);
  const at = <T>(
    { textDocument, position }: TextDocumentPositionParams,
    answer: (document: OpenDocument, offset: number) => T,
  ): T | null => {
    const document = current(textDocument.uri);
    return document === undefined ? null : answer(document, document.text.offsetAt(position));
  };

  texts.onDidChangeContent(({ document: { uri } }) => publish(uri));
  texts.onDidClose(({ document: { uri } }) => {
    documents.close(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  connection.onInitialize(() => CAPABILITIES);
  connection.onInitialized(() => warmUp.start());
  connection.onShutdown(() => warmUp.stop());
  connection.onHover((params) => at(params, hoverAt));
  connection.onDefinition((params) => at(params, definitionAt));
  connection.onReferences((params) => at(params, referencesAt));
  connection.onPrepareRename((params) =>
    at(params, (document, offset) => document.rangeOf(renameableAt(document, offset))),
  );
  connection.onRenameRequest((params) =>
    at(params, (document, offset) => renameAt(document, offset, params.newName)),
  );
  connection.onDocumentFormatting(({ textDocument }) => {
    const document = current(textDocument.uri);
    return document === undefined ? null : formatOf(document);
  });
  texts.listen(connection);
  connection.listen();
};
