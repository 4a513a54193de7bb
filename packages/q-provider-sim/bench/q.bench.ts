// The state-vector table: six circuits at 16 to 24 qubits in both precisions, beside the prototype,
// the memory bandwidth, figures of C++ simulators and what the npm registry offers, in one run.
//   npm run bench:q [-- --quick --large --threads 2 --circuits rqc,qv --no-peers]
import { parseArgs } from 'node:util';
import { measureCell, type CellOptions, type CellResult } from './cells.ts';
import { CIRCUITS, type CircuitName } from './circuits.ts';
import { digits } from './figures.ts';
import { load, machine } from './header.ts';
import { peerTable, type PeerCase } from './peer-table.ts';
import { prototypeFolder } from './prototype.ts';
import type { Precision } from './published.ts';
import { coldTable, disagreements, executionTable, summaryTable } from './report.ts';
import { AMPLITUDE_TOLERANCE, amplitudeError } from './verify.ts';

const PRECISIONS: readonly Precision[] = ['c64', 'c128'];
const STARTS = 3;
const PEER_SECONDS = 300;
/** All circuits at this size are checked amplitude by amplitude before anything is timed. */
const VERIFIED_QUBITS = 14;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    quick: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    threads: { type: 'string', default: '1' },
    circuits: { type: 'string', default: CIRCUITS.join(',') },
    peers: { type: 'boolean', default: true },
  },
});

const sizes = values.quick ? [16, 20] : values.large ? [16, 20, 22, 24, 26] : [16, 20, 22, 24];
const threads = Number(values.threads);
if (!(Number.isInteger(threads) && threads >= 1 && threads <= 64)) {
  throw new RangeError(`--threads must be 1 to 64, got ${values.threads}`);
}
const names = values.circuits.split(',').map((text): CircuitName => {
  const name = CIRCUITS.find((known) => known === text);
  if (name === undefined) throw new RangeError(`--circuits ${text}: not in ${CIRCUITS.join(',')}`);
  return name;
});

/** Small states vary more from run to run; large ones take their time. */
const roundsFor = (qubits: number): number => (qubits <= 20 ? 7 : qubits <= 22 ? 5 : 3);

const measureAll = async (precision: Precision): Promise<CellResult[]> => {
  const results: CellResult[] = [];
  for (const qubits of sizes) {
    for (const name of names) {
      const rounds = roundsFor(qubits);
      const options: CellOptions = { name, qubits, precision, threads, rounds, starts: STARTS };
      const cell = await measureCell(options);
      results.push(cell);
      const took = digits(Math.min(...cell.ours.runs));
      console.error(`measured ${name}_${qubits} ${precision}: ${took} ms`);
    }
  }
  return results;
};

const printPrecision = (precision: Precision, cells: readonly CellResult[]): void => {
  const clock = threads === 1 ? 'CPU time of the thread' : 'wall time';
  console.log(`\n${precision}, ${threads} thread(s): warm execution, ms of ${clock}, minimum`);
  console.log(executionTable(cells));
  console.log(`\n${precision}: cold start, ms of wall time, best of ${STARTS} processes`);
  console.log(coldTable(cells));
};

const PEER_CASES: readonly PeerCase[] = values.quick
  ? [['rqc', 12]]
  : [['rqc', 12], ['vqe', 16], ['rqc', 16]];

const NOTES = `\
ours: fused multiply-add; exact: every rounding done, the same bits on every machine
V8 flags --no-liftoff --no-wasm-lazy-compilation except for "V8 default" and cold starts
one pass: one thread reads and writes a WebAssembly memory of the state's size; bound: times passes
qsim, Qulacs: derived, not measured here: their published time over the prototype's on one other
  machine, times the prototype's time in this run
again: planning and compiling an equal circuit once more in the same process
spread: median over minimum of all runs, less 1`;

console.log(machine());
console.log(`prototype ${prototypeFolder() === null ? 'absent, see XDV_PROTOTYPES' : 'present'}`);
console.log(NOTES);
for (const precision of PRECISIONS) {
  for (const arithmetic of ['fused', 'exact'] as const) {
    const error = amplitudeError(VERIFIED_QUBITS, precision, arithmetic);
    console.log(`${precision} ${arithmetic}: worst amplitude error ${error.toExponential(1)}`);
    if (!(error < AMPLITUDE_TOLERANCE[precision])) throw new Error('nothing worth timing');
  }
}
const cells: CellResult[] = [];
for (const precision of PRECISIONS) cells.push(...(await measureAll(precision)));
for (const precision of PRECISIONS) {
  printPrecision(precision, cells.filter((cell) => cell.precision === precision));
}
console.log(`\n${summaryTable(cells)}`);
if (values.peers) {
  console.log('\nnpm registry: seconds of wall time, one run each, beside our c128');
  console.log(await peerTable(PEER_CASES, PEER_SECONDS));
}
console.log(`\nload at the end ${load()}, this run included: above 1, times are too long`);
const wrong = disagreements(cells);
for (const line of wrong) console.log(`WRONG ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
