import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { toAscii } from './render/ascii.ts';
import { createStyle, type Style } from './render/style.ts';

/** A stream to print to; a terminal says so, and how wide it is. */
export type Terminal = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(env?: object): boolean;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything of the outside that the command line touches besides files. */
export interface Io {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Environment;
  /** What relative paths start from. */
  readonly cwd: string;
  /** Calls `listener` at every Ctrl-C, until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the program at once. */
  readonly exit: (code: number) => void;
}

/** Narrower terminals are printed to as if they were this wide. */
const WIDTH_MIN = 40;
const WIDTH_DEFAULT = 80;
const WIDTH_MAX = 160;

/** One of the two streams, with what it can show. */
export interface Output {
  readonly style: Style;
  readonly unicode: boolean;
  readonly width: number;
  readonly isTerminal: boolean;
  /** Whoever read it is gone (EPIPE): nothing more has to be printed. */
  readonly closed: boolean;
  /** Prints a text and ends its line. */
  line(text?: string): void;
  /** Prints many lines, at the pace of whoever reads them. Stops when nobody does. */
  lines(lines: Iterable<string>): Promise<void>;
}

const saysNo = (value: string | undefined): boolean => value === '0' || value === 'false';

/** NO_COLOR wins, then FORCE_COLOR, then what the terminal says (no-color.org). */
const usesColours = (stream: Terminal, env: Environment): boolean => {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return !saysNo(forced);
  return stream.isTTY === true && stream.hasColors?.(env) === true;
};

/** A locale that names another encoding, or a terminal known to lack glyphs, gets ASCII. */
const usesUnicode = (env: Environment): boolean => {
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'UTF-8';
  return /utf-?8/i.test(locale);
};

/** How many characters are gathered before they are written. */
const CHUNK_LENGTH = 16_384;

/** Settles when the stream takes more, or takes nothing any more. */
const drained = async (stream: Terminal): Promise<void> => {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } finally {
    waiting.abort();
  }
};

/** Wraps a stream for printing. From here on an error of the stream closes it and nothing else. */
export const createOutput = (stream: Terminal, env: Environment): Output => {
  const unicode = usesUnicode(env);
  const columns = Number(env['COLUMNS']) || stream.columns || WIDTH_DEFAULT;
  let closed = false;
  stream.on('error', () => {
    closed = true;
  });
  const write = (text: string): boolean =>
    closed || stream.destroyed || stream.write(unicode ? text : toAscii(text));

  return {
    style: createStyle(usesColours(stream, env)),
    unicode,
    width: Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, columns)),
    isTerminal: stream.isTTY === true,
    get closed() {
      return closed || stream.destroyed;
    },
    line: (text = '') => void write(`${text}\n`),
    async lines(lines) {
      let chunk = '';
      const flush = async (): Promise<void> => {
        const full = !write(chunk);
        chunk = '';
        if (full) await drained(stream);
        // lets an error of the stream arrive
        else await new Promise((resolve) => setImmediate(resolve));
      };
      for (const line of lines) {
        chunk += `${line}\n`;
        if (chunk.length < CHUNK_LENGTH) continue;
        await flush().catch(() => (closed = true));
        if (closed || stream.destroyed) return;
      }
      if (chunk !== '') await flush().catch(() => (closed = true));
    },
  };
};
