import {
  CborWriter,
  invariant,
  writeValue,
  type Hasher,
  type IsingProblem,
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

/**
 * SHA-256 over what a job asks for: what a `job.started` event records in place of the descriptor,
 * so that a replayed program that asks for something else is found out.
 */
export const describeWork = (hasher: Hasher, work: ProviderWork): Uint8Array => {
  const writer = new CborWriter(1024);
  const { problem, ...rest } = { problem: undefined, ...work };
  const written = writeValue(writer, rest);
  invariant(written.ok, 'a validated descriptor cannot be encoded');
  return hasher.sha256(writer.finish(), ...(problem ? problemParts(problem) : []));
};
