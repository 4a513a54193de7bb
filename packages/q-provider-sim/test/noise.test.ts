import { circuit, type Circuit, type QCalibration } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  calibration,
  chiSquareExcess,
  count,
  deviation,
  outcomes,
  type Counts,
} from './support.ts';

const SHOTS = 8000;
const LIMIT = 4;

const run = (program: Circuit, device: QCalibration): Counts =>
  count(program, { shots: SHOTS, seed: 42, calibration: device });

const far = (counts: Counts, outcome: string, probability: number): number =>
  deviation(counts[outcome] ?? 0, SHOTS, probability);

describe('decay', () => {
  const relaxing = calibration(3, {}, { t1Ns: 50_000, t2Ns: 100_000 });

  it.each([5_000, 50_000, 120_000])('|1⟩ survives %d ns with probability e^(-t/T1)', (time) => {
    const counts = run(circuit(1).x(0).delay(time, 0).measure(0).build(), relaxing);
    expect(far(counts, '1', Math.exp(-time / 50_000))).toBeLessThan(LIMIT);
  });

  it('adds up over many short waits as over one long one', () => {
    const builder = circuit(1).x(0);
    // id is a gate, so the decay is settled each time
    for (let k = 0; k < 20; k++) builder.delay(2_000, 0).gate('id', [0]);
    const counts = run(builder.measure(0).build(), relaxing);
    expect(far(counts, '1', Math.exp(-40_000 / 50_000))).toBeLessThan(LIMIT);
  });

  it('without a jump still tilts the state towards |0⟩', () => {
    const program = circuit(1).ry(2, 0).delay(30_000, 0).measure(0).build();
    const one = Math.sin(1) ** 2 * Math.exp(-30_000 / 50_000);
    expect(far(run(program, relaxing), '1', one)).toBeLessThan(LIMIT);
  });

  it.each([
    [20_000, 30_000],
    [20_000, 100_000],
    [60_000, 40_000],
  ])('fringes after %d ns shrink by e^(-t/T2), T2 = %d ns (Ramsey)', (time, t2Ns) => {
    const device = calibration(1, {}, { t1Ns: 50_000, t2Ns });
    const counts = run(circuit(1).h(0).delay(time, 0).h(0).measure(0).build(), device);
    expect(far(counts, '0', (1 + Math.exp(-time / t2Ns)) / 2)).toBeLessThan(LIMIT);
  });

  it('of one half of a Bell pair breaks the correlation', () => {
    const program = circuit(2).h(0).cx(0, 1).delay(50_000, 1).measureAll().build();
    const counts = run(program, relaxing);
    const kept = Math.exp(-1) / 2;
    const exact = new Map([['00', 0.5], ['01', 0.5 - kept], ['11', kept]]);
    expect(outcomes(counts)).toEqual([...exact.keys()]);
    expect(chiSquareExcess(counts, exact, SHOTS)).toBeLessThan(LIMIT);
  });

  it('includes the time of gates and the time spent waiting for another qubit', () => {
    const device = calibration(2, { gate1Ns: 1_000, gate2Ns: 3_000 }, relaxing.qubits[0]!);
    const builder = circuit(2).x(0);
    for (let k = 0; k < 20; k++) builder.gate('id', [1]);
    // qubit 0 is flipped at 0 and waits until 20,000; the gate ends at 23,000
    const program = builder.cx(1, 0).measure(0).build();
    expect(far(run(program, device), '01', Math.exp(-23_000 / 50_000))).toBeLessThan(LIMIT);
  });

  it('diagonal gates take no time', () => {
    const device = calibration(1, { gate1Ns: 1_000_000 }, relaxing.qubits[0]!);
    const builder = circuit(1);
    for (let k = 0; k < 50; k++) builder.rz(0.1, 0).t(0);
    expect(run(builder.measure(0).build(), device)).toEqual({ 0: SHOTS });
    const once = run(circuit(1).x(0).z(0).measure(0).build(), device);
    expect(once).toEqual({ 0: SHOTS }); // one x lasts 20 T1
  });

  it('waits for feed-forward on every qubit, and for the longer branch', () => {
    const device = calibration(3, { feedForwardNs: 10_000, gate1Ns: 5_000 }, relaxing.qubits[0]!);
    const program = circuit(3)
      .x(0)
      .measure(1)
      .if(1, (body) => body.x(2).x(2).x(2))
      .measure(0)
      .build();
    // x ends at 5,000, the condition is known at 15,000; the branch not taken holds q2 alone
    expect(far(run(program, device), '001', Math.exp(-15_000 / 50_000))).toBeLessThan(LIMIT);
    const after = circuit(3)
      .x(0)
      .measure(1)
      .if(1, (body) => body.x(2).x(2).x(2))
      .barrier()
      .measure(0)
      .build();
    expect(far(run(after, device), '001', Math.exp(-30_000 / 50_000))).toBeLessThan(LIMIT);
  });

  it('runs to the end of the longer branch whichever is taken', () => {
    const device = calibration(2, { gate1Ns: 5_000 }, relaxing.qubits[0]!);
    const busy = [0, 0, 0];
    const survival = Math.exp(-20_000 / 50_000);
    const idle = circuit(2)
      .x(0)
      .measure(1)
      .if(1, (body) => busy.map((q) => body.gate('id', [q])))
      .measure(0);
    expect(far(run(idle.build(), device), '01', survival)).toBeLessThan(LIMIT);
    const other = circuit(2)
      .x(0)
      .measure(1)
      .if(1, (body) => busy.map((q) => body.gate('id', [q])), { value: 0 })
      .measure(0);
    expect(far(run(other.build(), device), '01', survival)).toBeLessThan(LIMIT);
  });

  it('comes after an earlier measurement, which it does not change', () => {
    const forgotten = circuit(1, 2).x(0).measure(0, 0).delay(2 ** 40, 0).measure(0, 1);
    expect(run(forgotten.build(), relaxing)).toEqual({ '01': SHOTS });
    const waited = circuit(2).x(0).measure(0).delay(2 ** 40, 0).if(1, () => null);
    expect(run(waited.build(), relaxing)).toEqual({ '01': SHOTS });
  });

  it('an eternal wait ends in |0⟩', () => {
    const program = circuit(2).h(0).cx(0, 1).delay(2 ** 40, 0).delay(2 ** 40, 1).measureAll();
    expect(run(program.build(), relaxing)).toEqual({ '00': SHOTS });
  });

  it('does not touch a qubit after its reset', () => {
    const program = circuit(1).x(0).reset(0).delay(50_000, 0).measure(0).build();
    expect(run(program, relaxing)).toEqual({ 0: SHOTS });
  });
});

describe('gate errors', () => {
  it('on one qubit: two of three Paulis flip the outcome', () => {
    const counts = run(circuit(1).x(0).measure(0).build(), calibration(1, { gate1Error: 0.3 }));
    expect(far(counts, '0', 0.2)).toBeLessThan(LIMIT);
  });

  it('on two qubits: each other outcome is hit by 4 of 15 Paulis', () => {
    const device = calibration(2, { gate2Error: 0.6 });
    const counts = run(circuit(2).cx(0, 1).measureAll().build(), device);
    const other = (0.6 * 4) / 15;
    const exact = new Map([['00', 1 - 3 * other], ['01', other], ['10', other], ['11', other]]);
    expect(chiSquareExcess(counts, exact, SHOTS)).toBeLessThan(LIMIT);
  });

  it('on three qubits: charged as three gates on two', () => {
    const device = calibration(3, { gate2Error: 0.1 });
    const counts = run(circuit(3).ccx(0, 1, 2).measureAll().build(), device);
    // of 63 Paulis, the 7 made of I and Z change no outcome
    const error = 1 - 0.9 ** 3;
    expect(far(counts, '000', 1 - (error * 56) / 63)).toBeLessThan(LIMIT);
  });

  it('also disturb phases', () => {
    const program = circuit(1).h(0).h(0).measure(0).build();
    const counts = run(program, calibration(1, { gate1Error: 0.3 }));
    // after the first h, Z and Y flip the outcome; after the second, X and Y
    expect(far(counts, '1', 2 * 0.2 * 0.8)).toBeLessThan(LIMIT);
  });
});

describe('readout errors', () => {
  const device = calibration(3, {}, { read1Given0: 0.05, read0Given1: 0.2 });

  it('misread each value with its own probability', () => {
    const counts = run(circuit(2).x(0).measureAll().build(), device);
    const exact = new Map([
      ['00', 0.2 * 0.95],
      ['01', 0.8 * 0.95],
      ['10', 0.2 * 0.05],
      ['11', 0.8 * 0.05],
    ]);
    expect(chiSquareExcess(counts, exact, SHOTS)).toBeLessThan(LIMIT);
  });

  it('reach the condition but not the state', () => {
    const program = circuit(3)
      .x(0)
      .measure(0)
      .if(0, (body) => body.x(1))
      .cx(0, 2)
      .measure(2)
      .build();
    const counts = run(program, device);
    const seen = Object.entries(counts).filter(([outcome]) => outcome.startsWith('1'));
    expect(deviation(seen.reduce((n, [, times]) => n + times, 0), SHOTS, 0.8)).toBeLessThan(LIMIT);
  });
});
