import { circuit, type Circuit, type CircuitOp } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { compileCircuit } from '../../src/engine/compile.ts';
import { deferMeasurements } from '../../src/engine/defer.ts';
import { NOISELESS, noiseModel, type NoiseModel } from '../../src/noise/index.ts';
import { exactOutcomes } from './reference.ts';

/** Kinds of the steps left before the last measurements, once the outcomes are seen to agree. */
const deferred = (program: Circuit, noise: NoiseModel = NOISELESS): readonly string[] => {
  const plan = compileCircuit(program, noise);
  const later = deferMeasurements(plan);
  const [before, after] = [exactOutcomes(plan), exactOutcomes(later)];
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  for (const [outcome, chance] of before) expect(after.get(outcome)).toBeCloseTo(chance, 12);
  return [...new Set(later.body.map(({ kind }) => kind))].sort();
};

const condition = (
  bits: readonly number[],
  values: readonly number[],
  then: Circuit,
  otherwise: Circuit = circuit(1).build(),
): CircuitOp => ({ kind: 'if', bits, values, then: then.ops, otherwise: otherwise.ops });

const withOps = (base: Circuit, ...ops: readonly CircuitOp[]): Circuit => ({
  ...base,
  ops: [...base.ops, ...ops],
});

const start = circuit(3).ry(0.7, 0).cx(0, 1).ry(1.9, 1).h(2);

describe('deferred measurement', () => {
  it('turns conditions on outcomes into controls', () => {
    const program = circuit(3).append(start.build()).measure(0).measure(1);
    program.if(0, (body) => body.rx(0.4, 2).t(2), { otherwise: (body) => body.h(2) });
    program.if(1, (body) => body.ry(1.1, 2), { value: 0 });
    expect(deferred(program.measure(2).build())).toEqual(['unitary']);
  });

  it('of several bits at once', () => {
    const base = circuit(3).append(start.build()).measure(0).measure(1).build();
    const both = condition([0, 1], [1, 0], circuit(3).x(2).build());
    const last = { kind: 'measure', qubit: 2, bit: 2 } as const;
    expect(deferred(withOps(base, both, last))).toEqual(['unitary']);
    const either = condition([0, 1], [1, 0], circuit(3).x(2).build(), circuit(3).h(2).build());
    expect(deferred(withOps(base, either, last))).toEqual(['if', 'measure', 'unitary']);
    const never = condition([0, 0], [1, 0], circuit(3).x(2).build());
    expect(deferred(withOps(base, never, last))).toContain('if');
  });

  it.each<readonly [string, Circuit]>([
    [
      'the qubit is used again',
      circuit(3).append(start.build()).measure(0).if(0, (b) => b.x(2)).h(0).measure(2).build(),
    ],
    [
      'the branch acts on the qubit',
      circuit(3).append(start.build()).measure(0).if(0, (b) => b.x(0)).measure(2).build(),
    ],
    [
      'the branch measures',
      circuit(3).append(start.build()).measure(0).if(0, (b) => b.measure(2)).h(2).build(),
    ],
    [
      'the bit is written again',
      circuit(3).append(start.build()).measure(0).if(0, (b) => b.x(2)).measure(2, 0).build(),
    ],
    [
      'the bit is read before',
      circuit(3)
        .append(start.build())
        .measure(1, 0)
        .if(0, (b) => b.x(2))
        .measure(0)
        .measure(2)
        .build(),
    ],
    [
      'another bit of the condition cannot wait',
      withOps(
        circuit(3).append(start.build()).measure(1).measure(0).h(1).build(),
        condition([0, 1], [1, 1], circuit(3).x(2).build()),
        { kind: 'measure', qubit: 2, bit: 2 },
      ),
    ],
    [
      'the same qubit is measured twice into the bit',
      circuit(3).append(start.build()).measure(0).h(0).measure(0).if(0, (b) => b.x(2)).h(0).build(),
    ],
    [
      'a condition inside a condition reads the bit',
      circuit(3)
        .append(start.build())
        .measure(0)
        .measure(1)
        .if(1, (b) => b.if(0, (inner) => inner.x(2)))
        .measure(2)
        .build(),
    ],
  ])('keeps the condition where %s', (_, program) => {
    expect(deferred(program)).toContain('if');
  });

  it('keeps conditions on outcomes that may be misread', () => {
    const program = circuit(3).append(start.build()).measure(0).if(0, (b) => b.x(2)).measure(2);
    const noise = noiseModel({ readout: [{ read1Given0: 0.1, read0Given1: 0.1 }] });
    expect(deferred(program.build(), noise)).toContain('if');
  });
});
