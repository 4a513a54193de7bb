/**
 * Run with: node --conditions=@xdv/source bench/transpile.bench.ts
 * Swaps for circuits of the SABRE paper on IBM Q20 Tokyo against the published counts, swaps on a
 * heavy-hexagon lattice, and time for large circuits. Ratios below 1 are fewer swaps.
 */
import {
  circuit,
  createRandom,
  PERFECT_QUBIT,
  unwrap,
  type Circuit,
  type QDeviceProfile,
} from '@xdv/domain-model';
import {
  EAGLE_127,
  FALCON_27,
  gridMap,
  TOKYO_20,
  transpile,
  type Pair,
} from '../src/transpile/index.ts';
import { fourier } from '../test/transpile/circuits.ts';
import { PUBLISHED } from '../test/transpile/published.ts';

const deviceOf = (name: string, qubits: number, couplings: readonly Pair[]): QDeviceProfile => ({
  domain: 'Q',
  name,
  qubits,
  gates: ['rz', 'sx', 'x'],
  native: [
    { gate: 'rz', controls: 0 },
    { gate: 'sx', controls: 0 },
    { gate: 'x', controls: 0 },
    { gate: 'x', controls: 1 },
  ],
  couplings,
  budgetMaxNs: 1e9,
  calibration: {
    gate1Ns: 35,
    gate2Ns: 300,
    measureNs: 700,
    resetNs: 250,
    feedForwardNs: 300,
    gate1Error: 3e-4,
    gate2Error: 7e-3,
    qubits: Array.from({ length: qubits }, () => PERFECT_QUBIT),
  },
});

const tangle = (qubits: number, gates: number): Circuit => {
  const random = createRandom(1);
  const program = circuit(qubits, 0);
  for (let k = 0; k < gates; k++) {
    const a = random.below(qubits);
    program.cx(a, (a + 1 + random.below(qubits - 1)) % qubits);
  }
  return program.build();
};

const ratio = (swaps: number, published: number | undefined): string => {
  if (published === undefined) return '-';
  if (published === 0) return swaps === 0 ? '0 of 0' : `${swaps} of 0`;
  return `${(swaps / published).toFixed(2)} of ${published}`;
};

const timed = (program: Circuit, device: QDeviceProfile, trials?: number) => {
  const start = performance.now();
  const result = unwrap(transpile(program, device, trials === undefined ? {} : { trials }));
  return { ...result, ms: performance.now() - start };
};

const print = (...cells: readonly (string | number)[]): void => {
  const [first = '', ...rest] = cells.map(String);
  console.log(first.padEnd(28), ...rest.map((cell) => cell.padStart(14)));
};

const tokyo = deviceOf('tokyo', 20, TOKYO_20);
for (const trials of [undefined, 400]) {
  console.log(`\nIBM Q20 Tokyo, ${trials ?? 'default'} trials: swaps, ratio to published`);
  print('circuit', 'swaps', 'SABRE', 'LightSABRE', 'cx', 'ms');
  for (const { name, circuit: program, sabre, lightSabre } of PUBLISHED) {
    const { swaps, twoQubitGates, ms } = timed(program, tokyo, trials);
    const ratios = [ratio(swaps, sabre), ratio(swaps, lightSabre)];
    print(name, swaps, ...ratios, twoQubitGates, ms.toFixed(0));
  }
}

const falcon = deviceOf('falcon', 27, FALCON_27);
const grid = deviceOf('grid', 100, gridMap(10, 10));
const eagle = deviceOf('eagle', 127, EAGLE_127);
console.log('\nOther devices');
print('circuit', 'swaps', 'cx', 'duration µs', 'ms');
for (const [name, program, device, trials] of [
  ['qft_20 on Falcon 27', fourier(20), falcon, undefined],
  ['qft_20 on Falcon 27, 400', fourier(20), falcon, 400],
  ['100 x 10,000 on 10 x 10', tangle(100, 10_000), grid, undefined],
  ['100 x 10,000 on Eagle 127', tangle(100, 10_000), eagle, undefined],
] as const) {
  const { swaps, twoQubitGates, durationNs, ms } = timed(program, device, trials);
  print(name, swaps, twoQubitGates, (durationNs / 1000).toFixed(1), ms.toFixed(0));
}
