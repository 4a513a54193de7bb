import { GATES, GATE_NAMES, type GateName } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridMap, lineMap } from '../../src/transpile/index.ts';
import { arbitraryGate } from '../support.ts';
import { deviceOf, difference, SUPERCONDUCTING, transpiled } from './support.ts';

/** One set for each way to perform gates on one qubit and each way to entangle two. */
const NATIVE_SETS = [
  SUPERCONDUCTING,
  'rz sx z/1',
  'rz rx rxx',
  'u x/1',
  'u p/1',
  'rx ry rzz',
  'p sxdg ryy',
  'p h y/1',
  'rz ry h/1',
  'rz h iswap',
  'rz sx x rz/1',
  'u rx/1',
  'rz sx ry/1 swap',
  'rz rx u/1',
  'rz sx x/1 rzz',
] as const;

const gates = fc.array(arbitraryGate(5), { minLength: 1, maxLength: 12 });

describe('a transpiled circuit of gates (XDV-060.1)', () => {
  for (const native of NATIVE_SETS) {
    it(`is the same unitary, phase included, in ${native}`, () => {
      const device = deviceOf(6, native, gridMap(2, 3));
      fc.assert(
        fc.property(gates, fc.nat(1000), (ops, seed) => {
          const program = { qubits: 5, bits: 0, ops };
          const result = transpiled(program, device, { seed, trials: 2 });
          expect(difference(program, result, seed)).toBeLessThan(1e-9);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('is the same unitary for every gate with up to five controls and no qubit to spare', () => {
    const device = deviceOf(7, SUPERCONDUCTING, lineMap(7));
    for (const gate of GATE_NAMES) {
      for (let controls = 0; controls <= 5; controls++) {
        const width = GATES[gate].qubits + controls;
        if (width === 0 || width > 7) continue;
        const order = Array.from({ length: width }, (_, q) => (3 * q + 1) % width);
        const all = new Set(order).size === width ? order : order.map((_, q) => q);
        const op = {
          kind: 'gate' as const,
          gate,
          targets: all.slice(0, GATES[gate].qubits),
          params: [0.7, -1.3, 2.9].slice(0, GATES[gate].params),
          controls: all.slice(GATES[gate].qubits),
        };
        const program = { qubits: width, bits: 0, ops: [op] };
        const result = transpiled(program, device, { trials: 1 });
        expect(difference(program, result), `${gate} with ${controls} controls`).toBeLessThan(1e-9);
      }
    }
  });

  it('borrows idle qubits for many controls and gives them back as they were', () => {
    for (const spare of [1, 2, 5]) {
      const qubits = 6 + spare;
      const names: readonly GateName[] = ['x', 'z', 'u', 'swap'];
      for (const gate of names) {
        const targets = [0, 1].slice(0, GATES[gate].qubits);
        const controls = [1, 2, 3, 4, 5].slice(targets.length - 1);
        const params = [0.4, 1.1, -2].slice(0, GATES[gate].params);
        const ops = [{ kind: 'gate' as const, gate, targets, params, controls }];
        const program = { qubits, bits: 0, ops };
        const result = transpiled(program, deviceOf(qubits, 'u x/1'));
        expect(difference(program, result)).toBeLessThan(1e-9);
      }
    }
  });
});
