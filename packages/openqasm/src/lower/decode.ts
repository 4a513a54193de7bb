import type { ScalarType } from '../types/type.ts';
import { fromBits } from '../values/pack.ts';
import type { Value } from '../values/value.ts';
import type { Lowered, Output } from './lowered.ts';
import { storedWidth } from './abstract.ts';

const OUTCOME = /^[01]*$/;

const valueOf = ({ type, width }: Output, bits: bigint): Value => {
  if (type.kind !== 'array') return fromBits(bits, type as ScalarType);
  const one = storedWidth(type)!;
  const items = Array.from({ length: width / one }, (_, k) =>
    fromBits(BigInt.asUintN(one, bits >> BigInt(k * one)), type.base),
  );
  return { items };
};

/**
 * The values of a program's outputs in one outcome of its circuit, by name: bit registers as
 * unsigned integers, angles as their bits, arrays in row-major order. `outcome` is written as
 * counts have it, bit 0 last. Throws RangeError for a string that is no outcome of the circuit.
 */
export const decodeOutcome = (
  { circuit, outputs }: Pick<Lowered, 'circuit' | 'outputs'>,
  outcome: string,
): ReadonlyMap<string, Value> => {
  if (outcome.length !== circuit.bits || !OUTCOME.test(outcome)) {
    const shown = outcome.slice(0, 64);
    throw new RangeError(`outcome is ${circuit.bits} digits 0 and 1, got ${shown}`);
  }
  return new Map(
    outputs.map((output) => {
      const end = outcome.length - output.at;
      const digits = outcome.slice(end - output.width, end);
      return [output.name, valueOf(output, BigInt(`0b${digits === '' ? '0' : digits}`))];
    }),
  );
};
