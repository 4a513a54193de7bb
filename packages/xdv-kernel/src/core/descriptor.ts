import {
  CborWriter,
  invariant,
  writeCircuit,
  writeValue,
  type Hasher,
  type IsingProblem,
  type Value,
} from '@xdv/domain-model';
import type { ProviderWork } from './state.ts';

/** Numbers as little-endian bytes, whatever the platform's order. */
const toBytes = (numbers: Int32Array | Float64Array): Uint8Array => {
  const size = numbers.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < numbers.length; i++) {
    if (size === 4) view.setInt32(i * 4, numbers[i]!, true);
    else view.setFloat64(i * 8, numbers[i]!, true);
  }
  return bytes;
};

const problemParts = ({ spins, a, b, coupling, field }: IsingProblem): readonly Uint8Array[] => [
  toBytes(Int32Array.of(spins, a.length)),
  toBytes(a),
  toBytes(b),
  toBytes(coupling),
  toBytes(field),
];

/** What is optional stands in a descriptor only if it was asked for. */
const given = <T extends Value>(value: T | undefined): readonly T[] =>
  value === undefined ? [] : [value];

/** What a job asks for apart from its circuit or problem, in a fixed order. */
const termsOf = (work: ProviderWork): Value => {
  switch (work.kind) {
    case 'q.run':
      return [work.kind, work.resource, work.shots, ...given(work.errorMax)];
    case 'q.allocate':
      return [work.kind, work.resource, work.qubits];
    case 'q.calibrate':
      return [work.kind, work.resource];
    case 'q.apply':
      return [work.kind];
    case 'q.measure':
      return [work.kind, work.qubits];
    case 'phi.solve':
      return [work.kind, work.resource, work.windowNs, work.reads, ...given(work.stabilityMin)];
    case 'phi.open':
      return [
        work.kind,
        work.resource,
        work.windowNs,
        ...given(work.stabilityMin),
        ...given(work.transforms),
      ];
    case 'phi.apply':
      return [work.kind, work.transform, work.params];
    case 'phi.evaluate':
      return [work.kind];
  }
};

/**
 * SHA-256 over what a job asks for: what a `job.started` event records in place of the descriptor,
 * so that a replayed program that asks for something else is found out.
 */
export const describeWork = (hasher: Hasher, work: ProviderWork): Uint8Array => {
  const writer = new CborWriter(512);
  const written = writeValue(writer, termsOf(work));
  invariant(written.ok, 'a validated descriptor cannot be encoded');
  if ('circuit' in work) writeCircuit(writer, work.circuit);
  const problem = 'problem' in work ? problemParts(work.problem) : [];
  return hasher.sha256(writer.buffer.subarray(0, writer.at), ...problem);
};
