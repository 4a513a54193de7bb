import { circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuitStatistics } from '../src/statistics.ts';

describe('circuitStatistics', () => {
  it('counts gates under their usual names, the most frequent first', () => {
    const program = circuit(5)
      .h(0)
      .cx(0, 1)
      .cx(1, 2)
      .ccx(0, 1, 2)
      .gate('z', [4], [], [0, 1, 2])
      .t(0)
      .gate('tdg', [1])
      .gate('t', [2], [], [1]);
    const found = circuitStatistics(program.build());
    expect(found.gates).toEqual([
      ['cx', 2], ['c3z', 1], ['ccx', 1], ['ct', 1], ['h', 1], ['t', 1], ['tdg', 1],
    ]);
    expect(found).toMatchObject({ operations: 8, twoQubitGates: 3, tGates: 2 });
  });

  it('takes as depth the longest chain of operations; barriers align, delays add nothing', () => {
    expect(circuitStatistics(circuit(2).h(0).h(1).cx(0, 1).measureAll().build()).depth).toBe(3);
    expect(circuitStatistics(circuit(2).x(0).x(0).barrier().x(1).build()).depth).toBe(3);
    expect(circuitStatistics(circuit(1).delay(50, 0).build()).depth).toBe(0);
  });

  it('lets a condition await everything and counts the longer branch', () => {
    const program = circuit(2)
      .x(1)
      .measure(0)
      .if(0, (body) => body.x(0).x(0), { otherwise: (body) => body.x(0) })
      .reset(1)
      .build();
    const found = circuitStatistics(program);
    expect(found).toMatchObject({ depth: 4, conditions: 1, measurements: 1, resets: 1 });
    const loop = { kind: 'while', bits: [0], values: [1], max: 4, body: program.ops } as const;
    const looped = circuitStatistics({ ...program, ops: [loop] });
    expect(looped).toMatchObject({ loops: 1, depth: 4, operations: found.operations + 1 });
  });
});
