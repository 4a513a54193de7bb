import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');
/** What the published command gives Node.js. */
const FLAGS = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--expose-gc'];

/** A language server in a process of its own, spoken to over its real protocol. */
export interface Client {
  request<T>(method: string, params: object): Promise<T>;
  /** Opens a document and gives what the server finds wrong with it. */
  open(uri: string, text: string): Promise<readonly Diagnostic[]>;
  /** Changes a document, and gives what the server finds wrong with this version or a later. */
  change(uri: string, version: number, changes: readonly object[]): Promise<readonly Diagnostic[]>;
  close(uri: string): void;
  stop(): Promise<number | null>;
}

interface Waiting {
  readonly uri: string;
  readonly version: number;
  readonly resolve: (diagnostics: readonly Diagnostic[]) => void;
}

export const startClient = async (): Promise<Client> => {
  const server = spawn(process.execPath, [...FLAGS, '--conditions=@xdv/source', MAIN], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const waiting = new Set<Waiting>();
  const take = ({ uri, version = 0, diagnostics }: PublishDiagnosticsParams): void => {
    for (const each of waiting) {
      if (each.uri !== uri || each.version > version) continue;
      waiting.delete(each);
      each.resolve(diagnostics);
    }
  };
  connection.onNotification('textDocument/publishDiagnostics', take);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  const published = (uri: string, version: number): Promise<readonly Diagnostic[]> =>
    new Promise((resolve) => waiting.add({ uri, version, resolve }));
  return {
    request: (method, params) => connection.sendRequest(method, params),
    open: async (uri, text) => {
      const answer = published(uri, 1);
      const textDocument = { uri, languageId: 'openqasm', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      return answer;
    },
    change: async (uri, version, contentChanges) => {
      const answer = published(uri, version);
      const textDocument = { uri, version };
      await connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
      return answer;
    },
    close: (uri) => {
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    },
    stop: async () => {
      const exited = new Promise<number | null>((resolve) => server.on('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const code = await exited;
      connection.dispose();
      return code;
    },
  };
};
