import {
  PERFECT_QUBIT,
  circuit,
  shotDuration,
  unwrap,
  type Circuit,
  type CircuitOp,
  type Classical,
  type ClassicalType,
  type Result,
} from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/engine/index.ts';
import { outcomeProbabilities } from '../../src/density/index.ts';
import { compileCircuit } from '../../src/engine/compile.ts';
import { simulate, type SimulateOptions } from '../../src/engine/simulate.ts';
import { noiseFromCalibration } from '../../src/noise/model.ts';
import { simulateStabilizer } from '../../src/stabilizer/index.ts';
import { arbitraryCircuit, record } from '../support.ts';
import { arbitraryNoise, sigmas } from './noise-support.ts';
import { exactOutcomes } from './reference.ts';

const uint = (width: number): ClassicalType => ({ kind: 'uint', width });
const FLOAT: ClassicalType = { kind: 'float', width: 64 };
const read = (at: number, width: number): Classical => ({ op: 'read', type: uint(width), at });
const whole = (value: number, width: number): Classical => ({
  op: 'constant',
  type: uint(width),
  value: String(value),
});
const float = (value: number): Classical => ({ op: 'constant', type: FLOAT, value });
const gate = (target: number): CircuitOp => circuit(3, 0).h(target).build().ops[0]!;
const measure = (qubit: number, bit: number): CircuitOp => ({ kind: 'measure', qubit, bit });

/** Repeats a Hadamard gate and a measurement until the outcome is 1, counting in bits 0 and 1. */
const untilOne = (max: number): Circuit => ({
  qubits: 1,
  bits: 2,
  scratch: 1,
  ops: [
    {
      kind: 'while',
      bits: [2],
      values: [0],
      max,
      body: [
        { kind: 'reset', qubit: 0 },
        gate(0),
        measure(0, 2),
        {
          kind: 'set',
          at: 0,
          value: { op: 'add', type: uint(2), args: [read(0, 2), whole(1, 2)] },
        },
      ],
    },
  ],
});

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.fault.code);

describe('loops', () => {
  it('go on until their bits change, and count rounds in classical bits', () => {
    const shots = 4_000;
    const { counts } = unwrap(simulate(untilOne(60), { shots, seed: 2 }));
    // the number of rounds modulo 4: 1/2 + 1/32 + … of the shots take one more than a multiple
    const share = (outcome: string): number =>
      (counts.find(([each]) => each === outcome)?.[1] ?? 0) / shots;
    for (const [outcome, exact] of [['01', 8 / 15], ['10', 4 / 15], ['11', 2 / 15]] as const) {
      expect(Math.abs(share(outcome) - exact)).toBeLessThan(5 * Math.sqrt(exact / shots));
    }
  });

  it('fail the run with DECOHERENCE_EXCEEDED beyond the rounds that were reserved', () => {
    expect(codeOf(simulate(untilOne(3), { shots: 1_000, seed: 1 }))).toBe('DECOHERENCE_EXCEEDED');
  });

  it('are reserved in full: the plan lasts as long as the schedule says (XDV-012.4)', () => {
    const times = { gate1Ns: 10, gate2Ns: 20, measureNs: 100, resetNs: 50, feedForwardNs: 30 };
    const calibration = { ...times, qubits: [PERFECT_QUBIT], gate1Error: 0, gate2Error: 0 };
    const program = untilOne(7);
    const { endNs } = compileCircuit(program, noiseFromCalibration(calibration));
    expect(endNs).toBe(30 + 7 * (50 + 10 + 100 + 30));
    expect(shotDuration(program, calibration)).toBe(endNs);
  });
});

describe('gates with computed angles', () => {
  it('turn by what the bits of each shot say', () => {
    // two random bits b: a turn by b · π / 3, then the chance of 1 is sin²(b π / 6)
    const angle: Classical = {
      op: 'mul',
      type: FLOAT,
      args: [{ op: 'cast', type: FLOAT, of: read(1, 2) }, float(Math.PI / 3)],
    };
    const program: Circuit = {
      qubits: 3,
      bits: 3,
      ops: [
        gate(1),
        gate(2),
        measure(1, 1),
        measure(2, 2),
        { kind: 'computed', gate: 'ry', targets: [0], params: [angle], controls: [] },
        measure(0, 0),
      ],
    };
    const shots = 20_000;
    const counts = record(unwrap(simulate(program, { shots, seed: 7 })));
    for (let b = 0; b < 4; b++) {
      const key = b.toString(2).padStart(2, '0');
      const ones = counts[`${key}1`] ?? 0;
      const exact = Math.sin((b * Math.PI) / 6) ** 2;
      const total = ones + (counts[`${key}0`] ?? 0);
      expect(Math.abs(ones - exact * total)).toBeLessThanOrEqual(5 * Math.sqrt(total * 0.25));
    }
  });

  it('fail the run with CIRCUIT_STOPPED where the angle is no number', () => {
    const nothing: Classical = { op: 'div', type: FLOAT, args: [float(0), float(0)] };
    const ops: CircuitOp[] = [
      { kind: 'computed', gate: 'rx', targets: [0], params: [nothing], controls: [] },
    ];
    const options: SimulateOptions = { shots: 1, seed: 1 };
    expect(codeOf(simulate({ qubits: 1, bits: 0, ops }, options))).toBe('CIRCUIT_STOPPED');
  });
});

describe('other engines', () => {
  it('refuse what they cannot do, and are not chosen for it', () => {
    const program = untilOne(60);
    expect(codeOf(simulateStabilizer(program, { shots: 1, seed: 1 }))).toBe('GATE_UNSUPPORTED');
    expect(codeOf(outcomeProbabilities(program))).toBe('CIRCUIT_INVALID');
    const bare = { ...program, ops: [measure(0, 0)] };
    expect(codeOf(simulateStabilizer(bare, { shots: 1, seed: 1 }))).toBe('GATE_UNSUPPORTED');
    expect(codeOf(outcomeProbabilities(bare))).toBe('CIRCUIT_INVALID');
    expect(unwrap(explain(program, { shots: 1e6, seed: 1 })).engine).toBe('state-vector');
  });
});

/** Any circuit in which some conditions became loops and some gates compute their angles. */
const arbitraryDynamic: fc.Arbitrary<Circuit> = fc
  .tuple(arbitraryCircuit(3, 3, 12), fc.infiniteStream(fc.nat(5)))
  .map(([program, choices]) => {
    const next = (): number => choices.next().value as number;
    const sum: Classical = { op: 'add', type: uint(3), args: [read(0, 3), read(2, 3)] };
    const change = (op: CircuitOp): CircuitOp[] => {
      if (op.kind === 'gate' && op.params.length > 0 && next() > 2) {
        const params = op.params.map((param): Classical => {
          const bits: Classical = { op: 'cast', type: FLOAT, of: read(1, 4) };
          return { op: 'mul', type: FLOAT, args: [bits, float(param)] };
        });
        return [{ ...op, kind: 'computed', params }];
      }
      if (op.kind === 'measure' && next() > 2) {
        return [op, { kind: 'set', at: next() > 2 ? 3 : 0, value: sum }];
      }
      if (op.kind !== 'if') return [op];
      const then = op.then.flatMap(change);
      if (next() < 3) return [{ ...op, then, otherwise: op.otherwise.flatMap(change) }];
      // the last thing a round does is to leave the loop
      const bit = op.bits[0]!;
      const leave = { op: 'constant', type: uint(1), value: String(1 - op.values[0]!) } as const;
      const body: CircuitOp[] = [...then, { kind: 'set', at: bit, value: leave }];
      return [{ kind: 'while', bits: op.bits, values: op.values, max: 2, body }];
    };
    return { ...program, scratch: 3, ops: program.ops.flatMap(change) };
  });

describe('dynamic circuits', () => {
  it('give every outcome as often as the density matrix says', () => {
    const shots = 3_000;
    fc.assert(
      fc.property(arbitraryDynamic, arbitraryNoise, (program, noise) => {
        const exact = exactOutcomes(compileCircuit(program, noise));
        const counts = record(unwrap(simulate(program, { shots, seed: 5, noise })));
        for (const outcome of Object.keys(counts)) expect([...exact.keys()]).toContain(outcome);
        expect(sigmas(counts, exact, shots)).toBeLessThan(5);
      }),
      { numRuns: 100, seed: 3, endOnFailure: true },
    );
  });
});
