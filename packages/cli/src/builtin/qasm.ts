import type { Circuit, Duration, ErrorMetadata } from '@xdv/domain-model';
import { process } from 'xdv-kernel';

/** Arguments of the built-in process `qasm`: everything, so that a replay needs no file. */
export type QasmArgs = {
  readonly circuit: Circuit;
  readonly shots: number;
  /** Name of the device; null for the first that can run the circuit. */
  readonly device: string | null;
  /** The longest that one shot may take, in nanoseconds. */
  readonly budgetNs: number;
};

/** Runs a circuit and returns its counts, with what its device says of their errors. */
export const qasm = process(
  { domains: ['K', 'Q'], name: 'qasm' },
  function* qasm(sys, { circuit, shots, device, budgetNs }: QasmArgs) {
    const on = device === null ? {} : { device };
    const budget = budgetNs as Duration;
    const { counts, errors } = yield* sys.q.run(circuit, { shots, budget, ...on });
    return { shots, counts, ...(errors && { errors: { ...errors } }) };
  },
);

export type QasmResult = {
  readonly shots: number;
  readonly counts: readonly (readonly [outcome: string, count: number])[];
  /** Absent from a device that has no calibration contract. */
  readonly errors?: Readonly<Record<keyof ErrorMetadata, number>>;
};
