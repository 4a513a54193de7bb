import { circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { describeOps } from '../../src/draw/index.ts';

describe('describeOps', () => {
  it('gives a line for every operation, bodies indented', () => {
    const program = circuit(3)
      .h(0)
      .cp(Math.PI / 8, 0, 2)
      .barrier(0, 1)
      .delay(30, 1)
      .reset(1)
      .measure(0)
      .if(0, (body) => body.x(1), { otherwise: (body) => body.y(1) })
      .build();
    const loop = { kind: 'while', bits: [0, 1], values: [1, 0], max: 5, body: [program.ops[0]!] };
    const ops = [...program.ops, loop as (typeof program.ops)[0]];
    expect([...describeOps({ ...program, ops }, { qubits: ['a'] })]).toEqual([
      'h a',
      'cp(π/8) a, q[2]',
      'barrier a, q[1]',
      'delay[30ns] q[1]',
      'reset q[1]',
      'measure a -> c[0]',
      'if c[0] {',
      '  x q[1]',
      '} else {',
      '  y q[1]',
      '}',
      'while c[0] && !c[1] (at most 5 times) {',
      '  h a',
      '}',
    ]);
  });
});
