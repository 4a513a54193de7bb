import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { NOISY_CALIBRATION } from '../src/devices.ts';
import { explain, simulate, type EngineName } from '../src/engine/index.ts';
import { depolarizing, noiseModel } from '../src/noise/index.ts';

const options = { shots: 1000, seed: 7 } as const;

const layers = (qubits: number, depth: number): Circuit => {
  const builder = circuit(qubits);
  for (let layer = 0; layer < depth; layer++) {
    for (let q = 0; q < qubits; q++) builder.ry(0.3 + q + layer, q);
    for (let q = 1; q < qubits; q++) builder.cx(q - 1, q);
  }
  return builder.measureAll().build();
};

const ghz = (qubits: number): Circuit => {
  const builder = circuit(qubits).h(0);
  for (let q = 1; q < qubits; q++) builder.cx(q - 1, q);
  return builder.measureAll().build();
};

const PAULI = noiseModel({ gates: [{ channels: [depolarizing(0.02)] }] });

describe('the choice of an engine', () => {
  it.each<readonly [string, Circuit, EngineName, RegExp]>([
    ['few qubits', layers(3, 2), 'state-vector', /^10 gates on 3 qubits are evolved once/],
    ['many gates', layers(20, 6), 'state-vector', /evolved once and sampled$/],
    ['Clifford gates', ghz(100), 'stabilizer', /^all 100 gates are Clifford, and a state vector/],
  ])('of %s says in one sentence why', (_, measured, engine, reason) => {
    const choice = unwrap(explain(measured, options));
    expect(choice.engine).toBe(engine);
    expect(choice.reason).toMatch(reason);
    expect(choice.reason).not.toMatch(/[.\n]$/);
  });

  it('takes the exact density matrix for deep noisy circuits on few qubits', () => {
    const many = { shots: 100_000, seed: 1, calibration: NOISY_CALIBRATION };
    expect(unwrap(explain(layers(3, 40), many)).engine).toBe('density-matrix');
  });

  it('goes to complex64 only where complex128 does not fit, and says so', () => {
    const memoryBytesMax = 2 ** 24;
    const fits = unwrap(explain(layers(20, 6), { ...options, memoryBytesMax }));
    expect(fits).toMatchObject({ precision: 'c128', bytes: 2 ** 24 });
    const tight = unwrap(explain(layers(21, 6), { ...options, memoryBytesMax }));
    expect(tight).toMatchObject({ precision: 'c64', bytes: 2 ** 24 });
    expect(tight.reason).toMatch(/, in complex64 because complex128 needs 32 MiB$/);
  });

  it('refuses 40 qubits at once with the figure', () => {
    const refused = simulate(layers(40, 3), options);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'CIRCUIT_TOO_LARGE' } });
    if (refused.ok) throw new Error('not refused');
    expect(refused.fault.message).toContain('16 TiB (17592186044416 bytes)');
  });

  it('refuses an engine that cannot run the circuit, saying what it takes', () => {
    const refused = simulate(layers(5, 1), { ...options, engine: 'stabilizer' });
    expect(refused).toMatchObject({ ok: false, fault: { code: 'CIRCUIT_INVALID' } });
    const twenty = simulate(layers(20, 1), { ...options, engine: 'density-matrix' });
    expect(twenty).toMatchObject({ ok: false, fault: { code: 'CIRCUIT_INVALID' } });
  });

  it('runs 27 qubits in complex64', { timeout: 120_000 }, () => {
    const builder = circuit(27);
    for (let q = 0; q < 27; q++) builder.ry(q === 3 ? Math.PI / 2 : 0.05, q);
    const measured = builder.measureAll().build();
    const memoryBytesMax = 2 ** 30;
    expect(unwrap(explain(measured, { ...options, memoryBytesMax })).precision).toBe('c64');
    const { counts } = unwrap(simulate(measured, { ...options, memoryBytesMax }));
    const third = counts.reduce((sum, [bits, n]) => (bits.at(-4) === '1' ? sum + n : sum), 0);
    expect(Math.abs(third - 500)).toBeLessThan(5 * Math.sqrt(250));
  });
});

describe('the engines', () => {
  const noisy: Circuit = circuit(4)
    .h(0)
    .cx(0, 1)
    .s(1)
    .measure(1, 1)
    .h(1)
    .cx(1, 2)
    .reset(0)
    .cx(2, 3)
    .h(3)
    .measure(0, 0)
    .measure(2, 2)
    .measure(3, 3)
    .build();

  it('agree on a noisy Clifford circuit with measurements in between', () => {
    const shots = 40_000;
    const run = (engine: EngineName): ReadonlyMap<string, number> =>
      new Map(unwrap(simulate(noisy, { shots, seed: 3, noise: PAULI, engine })).counts);
    const exact = run('density-matrix');
    for (const engine of ['state-vector', 'stabilizer'] as const) {
      const counts = run(engine);
      for (const outcome of new Set([...exact.keys(), ...counts.keys()])) {
        const [a, b] = [exact.get(outcome) ?? 0, counts.get(outcome) ?? 0];
        expect(Math.abs(a - b)).toBeLessThan(5 * Math.sqrt(a + b) + 1);
      }
    }
  });

  it('give the outcome of every shot in order if asked, which adds up to the counts', () => {
    for (const engine of ['state-vector', 'stabilizer'] as const) {
      const asked = { shots: 500, seed: 3, noise: PAULI, engine, memory: true } as const;
      const { counts, memory = [] } = unwrap(simulate(noisy, asked));
      const tally = new Map<string, number>();
      for (const outcome of memory) tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      expect([...tally].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(counts);
    }
  });

  it('draw the same samples as WebAssembly in complex64 as in plain complex128', () => {
    const measured = layers(11, 20);
    const asked = { shots: 5000, seed: 5 } as const;
    expect(unwrap(explain(measured, asked)).compiled).toBe(false);
    const plain = unwrap(simulate(measured, asked));
    const narrow = new Map(unwrap(simulate(measured, { ...asked, precision: 'c64' })).counts);
    const same = plain.counts.filter(([outcome, n]) => narrow.get(outcome) === n);
    // draws between the cumulative weights of the two precisions are rare
    expect(same.length).toBeGreaterThan(0.99 * plain.counts.length);
  });
});
