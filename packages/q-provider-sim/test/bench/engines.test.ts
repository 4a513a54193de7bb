import { describe, expect, test } from 'vitest';
import { bandwidthEngine } from '../../bench/bandwidth.ts';
import { benchCircuit, CIRCUITS, type CircuitName } from '../../bench/circuits.ts';
import { fingerprint, type Engine, type EngineOptions } from '../../bench/engine.ts';
import { oursEngine } from '../../bench/ours.ts';
import { prototypeEngine, prototypeFolder } from '../../bench/prototype.ts';
import { AMPLITUDE_TOLERANCE, amplitudeError } from '../../bench/verify.ts';
import { evolve } from '../../src/engine/index.ts';
import { unwrap } from '@xdv/domain-model';

const QUBITS = 10;
/** Smaller circuits are performed gate by gate, so nothing would be compiled. */
const COMPILED_QUBITS = 12;
const folder = prototypeFolder();
const cases = CIRCUITS.flatMap((name) => (['c64', 'c128'] as const).map((p) => [name, p] as const));
const within = { c64: 1e-5, c128: 1e-12 };

const reference = (name: CircuitName): number =>
  fingerprint(unwrap(evolve(benchCircuit(name, QUBITS))).amplitudes());

/** Twice, so that a reset which forgets something shows. */
const measured = (engine: Engine, name: CircuitName, options: EngineOptions): number[] => {
  const running = engine.start(benchCircuit(name, QUBITS), options);
  const results = [running.check()];
  running.reset();
  running.execute();
  return [...results, running.check()];
};

describe('what is timed', () => {
  test.each(['c64', 'c128'] as const)('makes the amplitudes of the plain engine in %s', (p) => {
    for (const arithmetic of ['fused', 'exact'] as const) {
      const error = amplitudeError(COMPILED_QUBITS, p, arithmetic);
      expect(error, arithmetic).toBeLessThan(AMPLITUDE_TOLERANCE[p]);
    }
  });

  test.each(cases)('our engine makes the state of %s in %s, twice', (name, precision) => {
    for (const result of measured(oursEngine('fused'), name, { precision, threads: 1 })) {
      expect(Math.abs(result - reference(name))).toBeLessThan(within[precision]);
    }
  });

  test('a cold start of our engine tells planning, compiling and running apart', () => {
    const circuit = benchCircuit('vqe', 16);
    const { cold, passes } = oursEngine('fused').start(circuit, { precision: 'c64', threads: 1 });
    for (const part of [cold.planMs, cold.compileMs, cold.firstMs]) expect(part).toBeGreaterThan(0);
    expect(passes).toBeGreaterThan(0);
    expect(passes).toBeLessThan(circuit.ops.length);
  });

  test.skipIf(folder === null).each(cases)(
    'the prototype makes the state of %s in %s',
    async (name, precision) => {
      const engine = await prototypeEngine(folder!, name === 'qv');
      for (const result of measured(engine, name, { precision, threads: 1 })) {
        expect(Math.abs(result - reference(name))).toBeLessThan(within[precision]);
      }
    },
  );

  test('the fingerprint tells states apart that differ by one swapped pair', () => {
    const plus = unwrap(evolve(benchCircuit('vqe', 4))).amplitudes();
    const swapped = plus.slice();
    swapped.set(plus.subarray(2, 4), 4);
    swapped.set(plus.subarray(4, 6), 2);
    expect(Math.abs(fingerprint(plus) - fingerprint(swapped))).toBeGreaterThan(1e-4);
  });

  test('the bandwidth pass runs over memories of every size up to its end', () => {
    for (const precision of ['c64', 'c128'] as const) {
      const running = bandwidthEngine.start(benchCircuit('ghz', 12), { precision, threads: 1 });
      expect(running.passes).toBe(2 ** 26 / (2 ** 12 * (precision === 'c64' ? 8 : 16)));
      expect(() => running.execute()).not.toThrow();
    }
  });
});
