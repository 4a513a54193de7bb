// Decomposition of Haar-random unitaries into meshes and back: time and error by size, and the
// ratio to the peers recorded below. Times are CPU milliseconds of this thread.
//   node --conditions=@xdv/source packages/phi-provider-sim/bench/photonics.bench.ts [--quick]
import { loadavg } from 'node:os';
import { unwrap } from '@xdv/domain-model';
import {
  createInterferometer,
  decompose,
  haarUnitary,
  largestDifference,
  rebuild,
  type ComplexMatrix,
  type MeshShape,
} from '../src/photonics/index.ts';

const quick = process.argv.includes('--quick');

/** Largest |ΔU| of an entry after rebuilding, and CPU ms to decompose, on one core like this. */
const PEERS: Readonly<Record<number, readonly (readonly [string, number, number])[]>> = {
  32: [['interferometer (Python), square', 6e-16, 17]],
  64: [
    ['interferometer (Python), square', 5e-16, 221],
    ['Strawberry Fields, rectangular_phase_end', 2.3e-15, 124],
    ['prototype in JavaScript', 5e-14, 0.9],
  ],
  128: [['prototype in JavaScript', 1.6e-13, 7.6]],
  256: [['prototype in JavaScript', 3.7e-13, 48]],
};

/** Linux brings the time of a running thread up to date when the whole process is asked. */
const cpuMs = (): number => {
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Median CPU ms of a call over some rounds of about 10 ms. */
const time = (call: () => unknown): number => {
  const start = cpuMs();
  let calls = 0;
  while (calls < 20 || cpuMs() - start < (quick ? 20 : 100)) {
    call();
    calls++;
    if (cpuMs() - start > 1000) break;
  }
  const batch = Math.max(1, Math.round((10 * calls) / (cpuMs() - start)));
  const rounds = Array.from({ length: quick ? 5 : 15 }, () => {
    const from = cpuMs();
    for (let k = 0; k < batch; k++) call();
    return (cpuMs() - from) / batch;
  });
  return middle(rounds);
};

const worstError = (targets: readonly ComplexMatrix[], shape: MeshShape): number =>
  Math.max(
    ...targets.map((target) =>
      largestDifference(rebuild(unwrap(decompose(target, { shape }))), target),
    ),
  );

const row = (cells: readonly string[]): void =>
  console.log(cells.map((cell, k) => (k < 2 ? cell.padEnd(10) : cell.padStart(13))).join(''));

const measure = (modes: number, shape: MeshShape): void => {
  const seeds = quick || modes > 64 ? 3 : 100;
  const targets = Array.from({ length: seeds }, (_, seed) => haarUnitary(modes, seed));
  const error = worstError(targets, shape);
  const mesh = unwrap(decompose(targets[0]!, { shape }));
  const interferometer = createInterferometer(mesh);
  const light = new Float64Array(2 * modes).fill(1);
  const [first] = targets;
  const forth = time(() => decompose(first!, { shape }));
  const back = time(() => rebuild(mesh));
  const pass = time(() => interferometer.apply(light)) * 1000;
  const figures = [forth, back, forth + back, pass].map((value) => value.toPrecision(3));
  row([String(modes), shape, `${error.toExponential(1)} of ${seeds}`, ...figures]);
  if (shape === 'triangle') return;
  for (const [name, peerError, peerMs] of PEERS[modes] ?? []) {
    const ratios = [peerError / error, peerMs / forth].map((ratio) => ratio.toPrecision(3));
    console.log(`    ${name}: ${peerError} in ${peerMs} ms, of ours ${ratios.join(' and ')} times`);
  }
};

console.log(`node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
row(['modes', 'shape', 'max|ΔU|', 'decompose ms', 'rebuild ms', 'both ms', 'apply µs']);
for (const shape of ['rectangle', 'triangle'] as const) {
  for (const modes of quick ? [2, 64] : [1, 2, 3, 8, 32, 64, 128, 256]) measure(modes, shape);
}
