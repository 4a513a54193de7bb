// The laboratory: a provider with one device made for the experiment, asked through
// DomainProvider alone. What comes back is counts and outcomes, nothing else.
import {
  deriveSeed,
  GATE_NAMES,
  PERFECT_QUBIT,
  perfectCalibration,
  unwrap,
  type Circuit,
  type CircuitBuilder,
  type CircuitOp,
  type JobId,
  type ProviderResult,
  type QCalibration,
  type QDeviceProfile,
  type QubitCalibration,
  type RegionId,
} from '@xdv/domain-model';
import { createQSimulator } from '../../../src/index.ts';
import type { Counts } from './counts.ts';

/** What is wrong with a device: nothing, and no operation takes time, but for what is given. */
export interface Imperfections extends Partial<Omit<QCalibration, 'qubits'>> {
  /** The same for every qubit, or each its own. */
  readonly qubit?: Partial<QubitCalibration> | ((qubit: number) => Partial<QubitCalibration>);
}

/** A device of `qubits` qubits with these imperfections and no others. */
export const deviceOf = (
  qubits: number,
  { qubit = {}, ...rest }: Imperfections,
): QDeviceProfile => ({
  domain: 'Q',
  name: 'lab',
  qubits,
  gates: GATE_NAMES,
  calibration: perfectCalibration(qubits, {
    ...rest,
    qubits: Array.from({ length: qubits }, (_, q) => ({
      ...PERFECT_QUBIT,
      ...(typeof qubit === 'function' ? qubit(q) : qubit),
    })),
  }),
  budgetMaxNs: 1_000_000_000,
});

/** A state that lives in the provider between requests. */
export interface Container {
  apply(program: Circuit): Promise<void>;
  measure(...qubits: readonly number[]): Promise<readonly (0 | 1)[]>;
  close(): Promise<void>;
}

export interface Lab {
  /** Runs a circuit from |0…0⟩ and counts its bits. */
  run(program: Circuit, shots: number): Promise<Counts>;
  open(qubits: number): Promise<Container>;
}

const job = 1 as JobId;
const resource = 'lab';

const countsOf = (result: ProviderResult): Counts => {
  if (result.kind !== 'counts') throw new TypeError(`expected counts, got ${result.kind}`);
  const rows = result.counts.map(([bits, times]) => [Number.parseInt(bits, 2), times] as const);
  return { shots: result.shots, rows };
};

const outcomeOf = (result: ProviderResult): readonly (0 | 1)[] => {
  if (result.kind !== 'outcome') throw new TypeError(`expected outcome, got ${result.kind}`);
  return result.bits;
};

/** A laboratory with a device of `qubits` qubits. Every request gets its own seed under `seed`. */
export const createLab = async (
  seed: number,
  qubits: number,
  imperfections: Imperfections = {},
): Promise<Lab> => {
  const provider = createQSimulator({ devices: [deviceOf(qubits, imperfections)] });
  unwrap(await provider.init());
  let requests = 0;
  const next = (): number => deriveSeed(seed, ++requests);
  return {
    run: async (program, shots) =>
      countsOf(
        unwrap(
          await provider.execute({
            kind: 'q.run', job, resource, seed: next(), circuit: program, shots,
          }),
        ),
      ),
    open: async (size) => {
      const region = ++requests as RegionId;
      const request = { job, resource, region, qubits: size, seed: next() };
      unwrap(await provider.requestResources({ kind: 'q.allocate', ...request }));
      return {
        apply: async (program) => {
          unwrap(await provider.execute({ kind: 'q.apply', job, region, circuit: program }));
        },
        measure: async (...measured) =>
          outcomeOf(
            unwrap(await provider.project({ kind: 'q.measure', job, region, qubits: measured })),
          ),
        close: async () => {
          unwrap(await provider.terminate(region));
        },
      };
    },
  };
};

/** Appends an operation that the builder has no method for. */
const push = (builder: CircuitBuilder, op: CircuitOp): CircuitBuilder =>
  builder.append({ qubits: builder.qubits, bits: builder.bits, ops: [op] });

/** Performs `then` if `bits`, the first least significant, read `value`. */
export const when = (
  builder: CircuitBuilder,
  bits: readonly number[],
  value: number,
  then: readonly CircuitOp[],
): CircuitBuilder => {
  const values = bits.map((_, k) => (value >> k) & 1);
  return push(builder, { kind: 'if', bits, values, then, otherwise: [] });
};

export const gate = (
  name: 'x' | 'y' | 'z',
  target: number,
): CircuitOp => ({ kind: 'gate', gate: name, targets: [target], params: [], controls: [] });
