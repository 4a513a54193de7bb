// How long the server takes to answer on a file of 10,000 lines, over its real protocol.
import { setTimeout as pause } from 'node:timers/promises';
import { startClient, type Client } from '../test/client.ts';
import { longProgram } from '../test/long-program.ts';

const GOAL_MS = 50;
const LINES = 10_000;
const ROUNDS = 30;
const STARTS = 5;
/** From the opening of a file to its first edit by a person, at least. */
const READING_MS = 2_000;

const uri = 'untitled:bench.qasm';
const text = longProgram(LINES);
const start = { line: LINES / 2, character: 0 };
const place = { textDocument: { uri }, position: { line: 7, character: 1 } };
const options = { tabSize: 2, insertSpaces: true };

let version = 1;
const edit = (client: Client) =>
  client.change(uri, ++version, [{ range: { start, end: start }, text: version % 2 ? ' ' : '' }]);
const burst = (client: Client) => Promise.all(Array.from({ length: 20 }, () => edit(client)));

const took = async (answer: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await answer();
  return performance.now() - before;
};

const show = (name: string, times: readonly number[]): void => {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  const figures = [median, sorted.at(-1)!, GOAL_MS / median];
  const cells = figures.map((figure, k) => figure.toFixed(1).padStart(k === 2 ? 13 : 8));
  console.log(`${name.padEnd(40)} ${cells.join(' ')}`);
};

console.log(`${LINES} lines, ${text.length} characters; milliseconds over ${ROUNDS} rounds,`);
console.log(`of ${STARTS} servers where it says 'start' or 'first'`);
console.log('answer                                     median    worst   goal/median');

/** Opens the file in a server that was just started, and edits it for the first time. */
const first = async (waitMs: number): Promise<readonly [opened: number, edited: number]> => {
  const client = await startClient();
  const opened = await took(() => client.open(uri, text));
  await pause(waitMs);
  const edited = await took(() => edit(client));
  await client.stop();
  return [opened, edited];
};
const atOnce: (readonly [number, number])[] = [];
for (let k = 0; k < STARTS; k++) atOnce.push(await first(0));
const later: (readonly [number, number])[] = [];
for (let k = 0; k < STARTS; k++) later.push(await first(READING_MS));
show('start to diagnostics', atOnce.map(([opened]) => opened));
show('first edit, at once after that', atOnce.map(([, edited]) => edited));
show(`first edit, ${READING_MS} ms after opening`, later.map(([, edited]) => edited));

const client = await startClient();
await client.open(uri, text);
await pause(READING_MS);
const measures: readonly (readonly [name: string, ask: () => Promise<unknown>])[] = [
  ['edit to diagnostics', () => edit(client)],
  ['20 edits at once to last diagnostics', () => burst(client)],
  ['hover', () => client.request('textDocument/hover', place)],
  ['definition', () => client.request('textDocument/definition', place)],
  ['references', () =>
    client.request('textDocument/references', { ...place, context: { includeDeclaration: true } })],
  ['rename', () => client.request('textDocument/rename', { ...place, newName: 'turned' })],
  ['format', () =>
    client.request('textDocument/formatting', { textDocument: { uri }, options })],
];
for (const [name, ask] of measures) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await took(ask));
  show(name, times);
}
await client.stop();
