import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.ts';

/** Included files beyond this size are not read. */
const FILE_MAX = 16 * 1024 * 1024;

const readFile = (uri: string): string | undefined => {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const file = openSync(fileURLToPath(uri), 'r');
    try {
      const status = fstatSync(file);
      return status.isFile() && status.size <= FILE_MAX ? readFileSync(file, 'utf8') : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
};

// always over standard input and output: what every editor can start
serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), readFile);
