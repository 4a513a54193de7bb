// How long the server takes to answer on a file of 10,000 lines, over its real protocol.
import { startClient } from '../test/client.ts';
import { longProgram } from '../test/long-program.ts';

const GOAL_MS = 50;
const LINES = 10_000;
const ROUNDS = 30;

const client = await startClient();
const uri = 'untitled:bench.qasm';
const text = longProgram(LINES);
await client.open(uri, text);
const line = LINES / 2;
const place = { textDocument: { uri }, position: { line: 7, character: 1 } };
const start = { line, character: 0 };
const options = { tabSize: 2, insertSpaces: true };

let version = 1;
const edit = () =>
  client.change(uri, ++version, [{ range: { start, end: start }, text: version % 2 ? ' ' : '' }]);

const measures: readonly (readonly [name: string, ask: () => Promise<unknown>])[] = [
  ['edit to diagnostics', edit],
  ['hover', () => client.request('textDocument/hover', place)],
  ['definition', () => client.request('textDocument/definition', place)],
  ['references', () =>
    client.request('textDocument/references', { ...place, context: { includeDeclaration: true } })],
  ['rename', () => client.request('textDocument/rename', { ...place, newName: 'turned' })],
  ['format', () =>
    client.request('textDocument/formatting', { textDocument: { uri }, options })],
];

console.log(`${LINES} lines, ${text.length} characters; milliseconds over ${ROUNDS} rounds`);
console.log('answer                 median    worst   goal/median');
for (const [name, ask] of measures) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    await ask();
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const median = times[ROUNDS >> 1]!;
  const figures = [median, times.at(-1)!, GOAL_MS / median];
  const cells = figures.map((figure, k) => figure.toFixed(1).padStart(k === 2 ? 13 : 8));
  console.log(`${name.padEnd(20)} ${cells.join(' ')}`);
}
await client.stop();
