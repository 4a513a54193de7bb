import { expect, it } from 'vitest';
import {
  circuit,
  decodeValue,
  encodeValue,
  formatDuration,
  graph,
  isingEnergy,
  jobDuration,
  maxCut,
  unwrap,
  type QCalibration,
} from '../src/index.ts';

it('runs the example of the README', () => {
  // quantum work is a value: checked when it is built, measured in modelled time
  const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
  const device: QCalibration = {
    gate1Ns: 35,
    gate2Ns: 300,
    measureNs: 1_000,
    resetNs: 500,
    feedForwardNs: 250,
    qubits: [],
    gate1Error: 0,
    gate2Error: 0,
  };
  const length = formatDuration(jobDuration(bell, 1_000, device)); // '1.835 ms'

  // so is work for an oscillator machine: the ground state of a maximum cut
  const square = graph(4, [[0, 1], [1, 2], [2, 3], [3, 0]]);
  const energy = isingEnergy(maxCut(square), [1, -1, 1, -1]); // -4

  // what crosses a boundary has one encoding, and bytes have one meaning or none
  const bytes = unwrap(encodeValue({ b: 1.5, a: [1, 'Φ'] }));
  const back = unwrap(decodeValue(bytes)); // { a: [1, 'Φ'], b: 1.5 }
  const damaged = decodeValue(Uint8Array.of(0x18, 0x00)); // 0 written long: ENCODING_INVALID

  expect([length, energy]).toEqual(['1.835 ms', -4]);
  expect(back).toEqual({ a: [1, 'Φ'], b: 1.5 });
  expect(damaged.ok ? undefined : damaged.fault.code).toBe('ENCODING_INVALID');
});
