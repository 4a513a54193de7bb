import { circuit, type Circuit, type CircuitOp } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { estimateErrors, FALCON27 } from '../../src/device/index.ts';
import { codeOf, countsOf, GOOD, labOf, row } from './support.ts';

const { calibration } = row(3, GOOD);
const [first] = calibration.qubits;

const holding = (ns: number, q = 0): number => {
  const { t1Ns, t2Ns } = calibration.qubits[q]!;
  return (1 + Math.exp(-ns / t1Ns) + 2 * Math.exp(-ns / t2Ns)) / 4;
};

describe('predicted errors are the product of fidelities along the schedule', () => {
  it('gates, holding a state, and readout', () => {
    const program = circuit(2).sx(0).cx(0, 1).measureAll().build();
    const errors = estimateErrors(program, calibration);
    const reads = (q: number): number => {
      const { read1Given0, read0Given1 } = calibration.qubits[q]!;
      return 1 - (read1Given0 + read0Given1) / 2;
    };
    expect(errors.gate).toBeCloseTo(1 - (1 - 3e-4) * (1 - 8e-3), 12);
    // qubit 1 takes up a state when cx starts
    expect(errors.decoherence).toBeCloseTo(1 - holding(335) * holding(300, 1), 12);
    expect(errors.readout).toBeCloseTo(1 - reads(0) * reads(1), 12);
    const kept = (1 - errors.gate) * (1 - errors.decoherence) * (1 - errors.readout);
    expect(errors.total).toBeCloseTo(1 - kept, 12);
    const t2 = calibration.qubits.map(({ t2Ns }) => t2Ns);
    expect(errors.perQubit).toEqual([335 / t2[0]!, 300 / t2[1]!]);
  });

  it('a qubit that holds no state does not decay: before its first gate, after its reset', () => {
    const idle = circuit(1).delay(50_000, 0).x(0).reset(0).delay(50_000, 0).measureAll().build();
    const errors = estimateErrors(idle, calibration);
    // the gate alone: a reset discards what it finds
    expect(errors.decoherence).toBeCloseTo(1 - holding(35), 12);
    const framed = circuit(1).rz(1, 0).delay(50_000, 0).measureAll().build();
    expect(estimateErrors(framed, calibration)).toMatchObject({ gate: 0, decoherence: 0 });
  });

  it('nothing goes wrong in an empty circuit or on a perfect device', () => {
    const none = { gate: 0, decoherence: 0, readout: 0, total: 0 };
    expect(estimateErrors(circuit(2).build(), calibration)).toEqual({ ...none, perQubit: [0, 0] });
    const bell = circuit(2).sx(0).cx(0, 1).measureAll().build();
    const perfect = row(2).calibration;
    expect(estimateErrors(bell, perfect)).toEqual({ ...none, perQubit: [0, 0] });
  });

  it('gates and pairs with figures of their own count with those', () => {
    const own = {
      ...calibration,
      qubits: [{ ...first!, gateError: 0.2 }, ...calibration.qubits.slice(1)],
      couplings: [{ pair: [1, 0] as const, ns: 300, error: 0.3 }],
    };
    const gateError = (build: ReturnType<typeof circuit>): number =>
      estimateErrors(build.build(), own).gate;
    expect(gateError(circuit(3).sx(0))).toBeCloseTo(0.2, 12);
    expect(gateError(circuit(3).sx(1))).toBeCloseTo(GOOD.gate1Error, 12);
    expect(gateError(circuit(3).cx(0, 1))).toBeCloseTo(0.3, 12);
    expect(gateError(circuit(3).cx(1, 2))).toBeCloseTo(GOOD.gate2Error, 12);
    // charged as three gates on two qubits
    expect(gateError(circuit(3).ccx(0, 1, 2))).toBeCloseTo(1 - (1 - GOOD.gate2Error) ** 3, 12);
  });

  it('the worse branch of a condition counts', () => {
    const branch = (then: number, otherwise: number): Circuit => {
      const gates = (count: number) => (body: ReturnType<typeof circuit>): void => {
        for (let k = 0; k < count; k++) body.x(1);
      };
      return circuit(2).measure(0).if(0, gates(then), { otherwise: gates(otherwise) }).build();
    };
    const both = [estimateErrors(branch(4, 1), calibration)];
    both.push(estimateErrors(branch(1, 4), calibration));
    expect(both[0]).toEqual(both[1]);
    expect(both[0]!.gate).toBeCloseTo(1 - (1 - GOOD.gate1Error) ** 4, 12);
  });

  it('a loop counts with all of its rounds', () => {
    const body: readonly CircuitOp[] = circuit(2).x(1).measure(1).build().ops;
    const loop = (max: number): Circuit => ({
      qubits: 2,
      bits: 2,
      ops: [{ kind: 'while', bits: [1], values: [0], max, body }],
    });
    const [one, five] = [1, 5].map((max) => estimateErrors(loop(max), calibration));
    for (const part of ['gate', 'readout', 'decoherence'] as const) {
      expect(1 - five![part]).toBeCloseTo((1 - one![part]) ** 5, 9);
    }
  });

  it('a calibration of fewer qubits is refused', () => {
    expect(() => estimateErrors(circuit(4).x(3).build(), calibration)).toThrow(RangeError);
  });
});

describe('the prediction bounds what happens', () => {
  /** A state made and unmade: any answer but 0…0 is an error that shows. */
  const mirror = (depth: number): Circuit => {
    const chain = [0, 1, 4, 7, 10];
    const half = circuit(11, 5);
    for (let k = 0; k < depth; k++) {
      for (const q of chain) half.sx(q).rz(0.3 * (k + 1), q);
      for (let q = 1; q < chain.length; q++) half.cx(chain[q - 1]!, chain[q]!);
    }
    const { ops } = half.build();
    const back = ops.toReversed().map((op) => {
      if (op.kind !== 'gate' || op.controls.length > 0) return op;
      return { ...op, params: op.params.map((angle) => -angle) };
    });
    // sx³ undoes sx
    const undone = back.flatMap((op) =>
      op.kind === 'gate' && op.gate === 'sx' ? [op, op, op] : [op],
    );
    const whole = circuit(11, 5).append({ qubits: 11, bits: 5, ops: [...ops, ...undone] });
    for (const [bit, q] of chain.entries()) whole.measure(q, bit);
    return whole.build();
  };

  it.each([1, 3])('of a mirrored circuit of depth %d', async (depth) => {
    const { run } = await labOf(FALCON27);
    const program = mirror(depth);
    const { total } = estimateErrors(program, FALCON27.calibration);
    const { counts } = countsOf(await run(program, { shots: 2_000 }));
    const wrong = 1 - (new Map(counts).get('00000') ?? 0) / 2_000;
    expect(wrong).toBeLessThan(total + 5 * Math.sqrt((total * (1 - total)) / 2_000));
    expect(wrong).toBeGreaterThan(0.5 * total);
  });
});

describe('a job may carry a budget of errors', () => {
  const program = circuit(2).sx(0).cx(0, 1).measureAll().build();
  const { total } = estimateErrors(program, calibration);

  it('and is refused if the prediction exceeds it', async () => {
    const { run } = await labOf(row(3, GOOD));
    expect(codeOf(await run(program, { errorMax: total }))).toBe('ok');
    expect(codeOf(await run(program, { errorMax: total - 1e-9 }))).toBe('DECOHERENCE_EXCEEDED');
  });

  it.each([-0.1, 1.1, NaN, '1', null])('of 0 to 1, not %s', async (errorMax) => {
    const { run } = await labOf(row(3, GOOD));
    expect(codeOf(await run(program, { errorMax: errorMax as number }))).toBe('ARGUMENT_INVALID');
  });

  it('a device with a contract says what it predicts, and under which (XDV-060.4)', async () => {
    const { run } = await labOf(row(3, GOOD), { termTicks: 1_000 });
    const { errors, ...rest } = countsOf(await run(program));
    expect(errors).toEqual({ predicted: total, budgetUsed: 1_035 / 250_000, revision: 1 });
    expect(Object.keys(rest).toSorted()).toEqual(['counts', 'kind', 'shots']);
    const without = await labOf(row(3, GOOD));
    expect(countsOf(await without.run(program)).errors).toBeUndefined();
  });
});
