import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
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

// A tree that is kept until the next edit is no sign that those to come will be kept for long:
// without this V8 takes it for one, and puts them where they cost most to collect.
setFlagsFromString('--no-allocation-site-pretenuring');

// always over standard input and output: what every editor can start
const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
// there if Node.js was started with --expose-gc, as the command does
const { gc } = globalThis;
serve(connection, readFile, gc && (() => gc({ type: 'minor' })));
