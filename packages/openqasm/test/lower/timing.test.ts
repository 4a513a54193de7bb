import { qubitsOf } from '@xdv/domain-model';
import { IDEAL_CALIBRATION } from '@xdv/q-provider-sim';
import { describe, expect, test } from 'vitest';
import { codeOf, opsOf } from './support.ts';

/** 35 ns on one qubit, 300 ns on two, 700 ns to measure, 250 ns to reset. */
const device = { calibration: IDEAL_CALIBRATION, dtNs: 0.5 };

const delays = (body: string, options = {}): readonly (readonly [number, number])[] =>
  opsOf(body, options).flatMap((op) => (op.kind === 'delay' ? [[op.qubit, op.ns] as const] : []));

describe('times', () => {
  test('are nanoseconds', () => {
    expect(delays('qubit[2] q; delay[100ns] q; delay[2us] q[1]; delay[0.5 * 1us + 3ns] q[0];'))
      .toEqual([[0, 100], [1, 100], [1, 2000], [0, 503]]);
  });

  test('in dt need the length of a dt', () => {
    expect(delays('qubit q; delay[100dt] q;', device)).toEqual([[0, 50]]);
    expect(codeOf('qubit q; delay[100dt] q;')).toBe('DURATION_UNKNOWN');
  });

  test('of a block are those of the device', () => {
    const body = 'qubit[2] q; duration d = durationof({ x q[0]; cx q[0], q[1]; }); delay[d] q[0];';
    expect(delays(body, device)).toEqual([[0, 335]]);
    expect(codeOf(body)).toBe('DURATION_UNKNOWN');
    expect(delays('qubit q; delay[durationof({ delay[7ns] q; })] q;')).toEqual([[0, 7]]);
  });

  test('are not negative', () => {
    expect(codeOf('qubit q; duration d = 1ns; d -= 2ns; delay[d] q;')).toBe('DURATION_INVALID');
  });

  test('do not depend on outcomes', () => {
    const body = 'qubit q; bit c = measure q; duration d = 10ns; if (c) d = 20ns; delay[d] q;';
    expect(codeOf(body)).toBe('RUNTIME_UNSUPPORTED');
  });

  test('of a delay on several qubits count from when all are free, and end together', () => {
    const body = 'qubit[3] q; x q[0]; delay[100ns] q[0], q[1]; x q[1]; x q[2];';
    expect(opsOf(body, device).map((op) => [op.kind, ...qubitsOf(op)])).toEqual([
      ['gate', 0],
      ['barrier', 0, 1],
      ['delay', 0],
      ['delay', 1],
      ['gate', 1],
      ['gate', 2],
    ]);
    const time = 'qubit[2] q; duration d = durationof({ x q[0]; delay[100ns] q; x q[1]; });';
    expect(delays(`${time} delay[d] q[0];`, device)).toEqual([[0, 170]]);
  });

  test('without operands are for all qubits', () => {
    expect(delays('qubit[2] q; delay[5ns];')).toEqual([[0, 5], [1, 5]]);
  });
});

describe('stretches', () => {
  const HEAD = 'qubit[3] q; stretch g; stretch f; barrier q;';

  // the alignments of the specification: a cx beside an x, between two barriers
  test.each<[string, string, readonly (readonly [number, number])[]]>([
    ['to the left', 'cx q[0], q[1]; x q[2]; delay[g] q[2]; barrier q;', [[2, 265]]],
    ['to the right', 'cx q[0], q[1]; delay[g] q[2]; x q[2]; barrier q;', [[2, 265]]],
    [
      'in the middle',
      'cx q[0], q[1]; delay[g] q[2]; y q[2]; delay[g] q[2]; barrier q;',
      [[2, 133], [2, 133]],
    ],
    [
      'at a third',
      'cx q[0], q[1]; delay[g] q[2]; x q[2]; delay[2 * g] q[2]; barrier q;',
      [[2, 88], [2, 177]],
    ],
    [
      'two of one gap alike',
      'cx q[0], q[1]; delay[g] q[2]; x q[2]; delay[f] q[2]; barrier q;',
      [[2, 133], [2, 133]],
    ],
    ['nothing to fill', 'x q[0]; x q[1]; x q[2]; delay[g] q[2]; barrier q;', [[2, 0]]],
    ['with no end', 'x q[0]; delay[g] q[0];', [[0, 0]]],
    [
      'no further than times with them need',
      'delay[g - 50ns] q[0]; delay[g] q[0]; delay[2 * g - 60ns] q[0];',
      [[0, 0], [0, 50], [0, 40]],
    ],
    [
      'shared beyond what each needs',
      'cx q[0], q[1]; delay[g - 85ns] q[2]; delay[f] q[2]; barrier q;',
      [[2, 150], [2, 150]],
    ],
    [
      'used again as they are',
      'cx q[0], q[1]; x q[2]; delay[g] q[2]; barrier q; delay[g] q[0];',
      [[2, 265], [0, 265]],
    ],
  ])('fill a gap %s', (_, body, expected) => {
    expect(delays(`${HEAD} ${body}`, device)).toEqual(expected);
  });

  test('fill a box to its duration', () => {
    const box = 'qubit q; stretch g; box[200ns] { delay[g] q; x q; delay[g] q; }';
    expect(delays(box, device)).toEqual([[0, 83], [0, 83]]);
  });

  test('go into a box, which does not stretch itself', () => {
    expect(codeOf('qubit q; stretch g; box[g] { x q; }', device)).toBe('DURATION_INVALID');
  });

  test('make dynamical decoupling even', () => {
    const body = `stretch a; duration start = -0.5 * durationof({x $0;}) + a;
      duration middle = -0.5 * durationof({x $0;}) - 5 * durationof({y $0;}) + a;
      duration last = -0.5 * durationof({y $0;}) + a;
      box { delay[start] $0; x $0; delay[middle] $0; y $0; delay[middle] $0; x $0;
        delay[middle] $0; y $0; delay[last] $0; cx $2, $3; cx $1, $2; x $3; }`;
    // 5a - 35 - 577.5 + 140 = 600, so a is 214.5 ns
    expect(delays(body, device)).toEqual([[0, 197], [0, 22], [0, 22], [0, 22], [0, 197]]);
  });

  test('need a device where gates are', () => {
    expect(codeOf(`${HEAD} x q[0]; delay[g] q[1]; barrier q;`)).toBe('DURATION_UNKNOWN');
    expect(delays(`${HEAD} delay[9ns] q[0]; delay[g] q[1]; barrier q;`)).toEqual([[0, 9], [1, 9]]);
  });

  test('that would have to be negative are refused', () => {
    const body = `${HEAD} delay[g - 50ns] q[0]; barrier q;`;
    expect(delays(body)).toEqual([[0, 0]]);
    expect(codeOf(`qubit q; stretch g; delay[-1 * g - 5ns] q; x
      q;`, device)).toBe('DURATION_INVALID');
  });

  test('of more than a circuit can wait are refused', () => {
    const body = 'qubit q; stretch g; delay[g + 1e8 * 1s] q;';
    expect(codeOf(body)).toBe('DURATION_INVALID');
    expect(delays(body.replace('+', '-'))).toEqual([[0, 0]]);
  });

  test('in branches are settled there', () => {
    const body = `qubit[2] q; stretch g; bit c = measure q[0]; if (c) { barrier q; x q[0];
      delay[g] q[1]; barrier q; }`;
    const [, branch] = opsOf(body, device);
    expect(branch).toMatchObject({ then: [{}, {}, { kind: 'delay', ns: 35 }, {}] });
  });
});

describe('boxes', () => {
  test('keep their operations together', () => {
    expect(opsOf('qubit[2] q; box { x q[0]; cx q[0], q[1]; }').map(({ kind }) => kind))
      .toEqual(['barrier', 'gate', 'gate', 'barrier']);
  });

  test('with a duration are filled up', () => {
    expect(delays('qubit[2] q; box[400ns] { x q[0]; cx q[0], q[1]; x q[1]; }', device))
      .toEqual([[0, 65], [1, 30]]);
  });

  test('that are too short are refused', () => {
    expect(codeOf('qubit q; box[20ns] { x q; }', device)).toBe('DURATION_INVALID');
  });
});
