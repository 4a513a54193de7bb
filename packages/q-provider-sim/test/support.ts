import {
  perfectCalibration,
  circuit,
  GATE_NAMES,
  GATES,
  unwrap,
  type Circuit,
  type CircuitOp,
  type CountsResult,
  type GateName,
  type GateOp,
} from '@xdv/domain-model';
import * as fc from 'fast-check';
import { simulate, type SimulateOptions } from '../src/engine/index.ts';

export type Counts = Readonly<Record<string, number>>;

export const record = ({ counts }: CountsResult): Counts => Object.fromEntries(counts);

/** The outcomes seen, sorted: an object lists those that look like numbers first. */
export const outcomes = (counts: Counts): readonly string[] => Object.keys(counts).sort();

/** Counts of a run that must succeed. */
export const count = (
  program: Circuit,
  options: Partial<SimulateOptions> = {},
): Counts => record(unwrap(simulate(program, { shots: 1000, seed: 1, ...options })));

/** Pearson's statistic against expected probabilities, in standard deviations above its mean. */
export const chiSquareExcess = (
  counts: Counts,
  expected: ReadonlyMap<string, number>,
  shots: number,
): number => {
  let statistic = 0;
  let freedom = -1;
  for (const [outcome, probability] of expected) {
    const mean = probability * shots;
    if (mean < 5) continue;
    statistic += ((counts[outcome] ?? 0) - mean) ** 2 / mean;
    freedom++;
  }
  return freedom < 1 ? 0 : (statistic - freedom) / Math.sqrt(2 * freedom);
};

/** The same for two samples of equal size: do they come from one distribution? */
export const sampleExcess = (a: Counts, b: Counts): number => {
  let statistic = 0;
  let freedom = -1;
  for (const outcome of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const x = a[outcome] ?? 0;
    const y = b[outcome] ?? 0;
    if (x + y < 10) continue;
    statistic += (x - y) ** 2 / (x + y);
    freedom++;
  }
  return freedom < 1 ? 0 : (statistic - freedom) / Math.sqrt(2 * freedom);
};

/** How many standard errors a share of `shots` lies from `probability`. */
export const deviation = (hits: number, shots: number, probability: number): number =>
  Math.abs(hits - probability * shots) / Math.sqrt(shots * probability * (1 - probability));

export { perfectCalibration as calibration };

const angle = fc.double({ min: -7, max: 7, noNaN: true });

/** One gate with 0 to 2 controls among `qubits` qubits. */
export const arbitraryGate = (
  qubits: number,
  names: readonly GateName[] = GATE_NAMES,
): fc.Arbitrary<GateOp> =>
  fc
    .tuple(
      fc.constantFrom(...names.filter((name) => GATES[name].qubits <= qubits)),
      fc.shuffledSubarray(
        Array.from({ length: qubits }, (_, q) => q),
        { minLength: qubits },
      ),
      fc.nat(2),
      fc.tuple(angle, angle, angle),
    )
    .map(([gate, order, controls, angles]) => {
      const width = GATES[gate].qubits;
      return {
        kind: 'gate',
        gate,
        targets: order.slice(0, width),
        params: angles.slice(0, GATES[gate].params),
        controls: order.slice(width, width + controls),
      };
    });

/** Any circuit with measurements, resets, barriers, delays and conditions nested twice. */
export const arbitraryCircuit = (
  qubits: number,
  bits: number,
  opsMax: number,
): fc.Arbitrary<Circuit> => {
  const qubit = fc.nat(qubits - 1);
  const bit = fc.nat(bits - 1);
  const flat: fc.Arbitrary<CircuitOp> = fc.oneof(
    { arbitrary: arbitraryGate(qubits), weight: 6 },
    { arbitrary: fc.record({ kind: fc.constant('measure' as const), qubit, bit }), weight: 3 },
    { arbitrary: fc.record({ kind: fc.constant('reset' as const), qubit }), weight: 1 },
    fc.record({ kind: fc.constant('delay' as const), qubit, ns: fc.nat(500) }),
    fc.record({
      kind: fc.constant('barrier' as const),
      qubits: fc.uniqueArray(qubit, { minLength: 1 }),
    }),
  );
  const condition = (body: fc.Arbitrary<CircuitOp>): fc.Arbitrary<CircuitOp> =>
    fc
      .tuple(
        fc.uniqueArray(bit, { minLength: 1, maxLength: 2 }),
        fc.tuple(fc.nat(1), fc.nat(1)),
        fc.array(body, { maxLength: 3 }),
        fc.array(body, { maxLength: 3 }),
      )
      .map(([on, values, then, otherwise]) => ({
        kind: 'if',
        bits: on,
        values: values.slice(0, on.length),
        then,
        otherwise,
      }));
  const nested = fc.oneof({ arbitrary: flat, weight: 3 }, condition(flat));
  const op = fc.oneof({ arbitrary: flat, weight: 8 }, condition(nested));
  return fc
    .array(op, { minLength: 1, maxLength: opsMax })
    .map((ops) => ({ qubits, bits, ops }));
};

export const bell = (): Circuit => circuit(2).h(0).cx(0, 1).measureAll().build();
