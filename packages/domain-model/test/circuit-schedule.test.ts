import { describe, expect, it } from 'vitest';
import {
  circuit,
  DURATION_MAX,
  gateTimes,
  jobDuration,
  shotDuration,
  type CircuitBuilder,
} from '../src/index.ts';
import { calibration, gate } from './circuits.ts';

/** 10 ns a gate, 100 on two qubits, 1000 a measurement, 500 a reset, 50 of feed-forward. */
const lasts = (builder: CircuitBuilder): number => shotDuration(builder.build(), calibration);

describe('the length of a gate', () => {
  it.each([
    ['id', gate('id', [0]), 10],
    ['h', gate('h', [0]), 10],
    ['u', gate('u', [0], [1, 2, 3]), 10],
    ['rz: a change of frame', gate('rz', [0], [1]), 0],
    ['gphase', gate('gphase', [], [1]), 0],
    ['gphase with a control, which is p', gate('gphase', [], [1], [0]), 0],
    ['gphase with two, which is cp', gate('gphase', [], [1], [0, 1]), 100],
    ['cx', gate('x', [1], [], [0]), 100],
    ['cz: diagonal, but on two qubits', gate('z', [1], [], [0]), 100],
    ['swap', gate('swap', [0, 1]), 100],
    ['ccx: three gates of two', gate('x', [2], [], [0, 1]), 300],
    ['controlled swap', gate('swap', [1, 2], [], [0]), 300],
    ['four controls: seven gates of two', gate('x', [4], [], [0, 1, 2, 3]), 700],
  ])('%s', (_name, op, length) => {
    expect(op.kind === 'gate' && gateTimes(calibration)(op)).toBe(length);
  });
});

describe('the length of a shot (XDV-012.4)', () => {
  it.each([
    ['nothing', circuit(2), 0],
    ['gates on one qubit follow each other', circuit(1).h(0).x(0).rz(1, 0).y(0), 30],
    ['gates on different qubits run at once', circuit(3).h(0).h(0).x(1).y(2), 20],
    ['a gate waits for all its qubits', circuit(2).h(0).h(0).cx(0, 1).x(1), 130],
    ['a free qubit need not wait', circuit(3).cx(0, 1).h(2).cx(1, 2), 200],
    ['a measurement', circuit(1).h(0).measure(0), 1_010],
    ['measurements run at once', circuit(3).h(1).measureAll(), 1_010],
    ['a reset', circuit(1).measure(0).reset(0).x(0), 1_510],
    ['a delay holds one qubit', circuit(2).delay(77, 0).h(0).h(1), 87],
    ['a barrier makes all wait', circuit(2).delay(77, 0).barrier().h(1), 87],
    ['a barrier on others does not', circuit(3).delay(77, 0).barrier(1, 2).h(1), 77],
    ['a frame change on a busy qubit takes no time', circuit(1).h(0).p(1, 0).h(0), 20],
  ])('%s', (_name, builder, length) => {
    expect(lasts(builder)).toBe(length);
  });

  it('takes the longer branch of a condition', () => {
    const long = (b: CircuitBuilder): CircuitBuilder => b.cx(0, 1).h(0);
    const short = (b: CircuitBuilder): CircuitBuilder => b.h(0);
    // measurement 1000, feed-forward 50, then the branch
    expect(lasts(circuit(2).measure(0).if(0, short))).toBe(1_060);
    expect(lasts(circuit(2).measure(0).if(0, long))).toBe(1_160);
    expect(lasts(circuit(2).measure(0).if(0, short, { otherwise: long }))).toBe(1_160);
    expect(lasts(circuit(2).measure(0).if(0, long, { otherwise: short }))).toBe(1_160);
  });

  it('takes the longer branch qubit by qubit', () => {
    const builder = circuit(2)
      .measure(0)
      .if(0, (b) => b.cx(0, 1).h(0), { otherwise: (b) => b.delay(105, 1) });
    // qubit 0 is free at 1160, qubit 1 at 1155
    expect(lasts(builder.delay(1_000, 1))).toBe(2_155);
  });

  it('makes every qubit wait for a condition, and conditions for each other', () => {
    const builder = circuit(3).measure(0).if(0, (b) => b.h(1));
    expect(lasts(builder.h(2))).toBe(1_060);
    expect(lasts(builder.if(0, (b) => b.if(1, (inner) => inner.h(2))))).toBe(1_060 + 50 + 50 + 10);
  });
});

describe('the length of a job', () => {
  it('resets the qubits before each shot', () => {
    const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
    expect(shotDuration(bell, calibration)).toBe(1_110);
    expect(jobDuration(bell, 1, calibration)).toBe(1_610);
    expect(jobDuration(bell, 1_000, calibration)).toBe(1_610_000);
  });

  it('saturates at the longest duration, so that nothing admits it', () => {
    const endless = circuit(1).delay(DURATION_MAX, 0);
    const longest = endless.build();
    expect(shotDuration(longest, calibration)).toBe(DURATION_MAX);
    expect(shotDuration(endless.h(0).build(), calibration)).toBe(DURATION_MAX);
    expect(jobDuration(longest, 1, calibration)).toBe(DURATION_MAX);
    expect(jobDuration(longest, 10_000_000, calibration)).toBe(DURATION_MAX);
  });
});
