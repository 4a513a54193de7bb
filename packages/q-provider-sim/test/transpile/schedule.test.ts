import {
  circuit,
  shotDuration,
  type Circuit,
  type CircuitOp,
  type QDeviceProfile,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { FALCON_27, lineMap } from '../../src/transpile/index.ts';
import { applyGate } from '../../src/engine/gates.ts';
import { createState } from '../../src/engine/plain.ts';
import { fourier } from './circuits.ts';
import { deviceOf, difference, SUPERCONDUCTING, TIMES, transpiled } from './support.ts';

const line = (qubits: number): QDeviceProfile =>
  deviceOf(qubits, SUPERCONDUCTING, lineMap(qubits));

/** What a qubit does, with times: x of 35 ns, cx of 300, delays by their length. */
const storyOf = ({ ops }: Circuit, qubit: number): string =>
  ops
    .flatMap((op) => {
      if (op.kind === 'delay') return op.qubit === qubit ? [String(op.ns)] : [];
      if (op.kind === 'measure') return op.qubit === qubit ? ['measure'] : [];
      if (op.kind !== 'gate') return [];
      const qubits = [...op.controls, ...op.targets];
      return qubits.includes(qubit) ? [qubits.length > 1 ? 'cx' : op.gate] : [];
    })
    .join(' ');

/** Qubit 1 waits for qubit 2, qubit 0 for qubit 1. */
const waits = circuit(3)
  .x(0).x(1).x(2)
  .cx(0, 1)
  .cx(1, 2)
  .sx(0)
  .cx(0, 1)
  .measure(0)
  .build();

describe('a schedule (XDV-012.4)', () => {
  const layout = [0, 1, 2];

  it('lets qubits wait as late as possible in asap order', () => {
    const { circuit: placed } = transpiled(waits, line(3), { layout, schedule: 'asap' });
    expect(storyOf(placed, 0)).toBe('x cx sx 265 cx measure');
    expect(storyOf(placed, 2)).toBe('x 300 cx');
  });

  it('lets qubits wait as early as possible in alap order', () => {
    const { circuit: placed } = transpiled(waits, line(3), { layout, schedule: 'alap' });
    expect(storyOf(placed, 0)).toBe('x cx 265 sx cx measure');
    expect(storyOf(placed, 2)).toBe('300 x cx');
  });

  it('takes as long in either order, with its waits or without', () => {
    const device = deviceOf(27, SUPERCONDUCTING, FALCON_27);
    const program = fourier(8);
    const bare = transpiled(program, device);
    for (const schedule of ['asap', 'alap'] as const) {
      for (const decouple of [undefined, 'x2', 'xy4'] as const) {
        const options = { schedule, ...(decouple && { decouple }) };
        const result = transpiled(program, device, options);
        expect(result.durationNs).toBe(bare.durationNs);
        expect(result.durationNs).toBe(shotDuration(result.circuit, device.calibration));
      }
    }
  });

  it('leaves no qubit unaccounted for between its first and last operation', () => {
    const device = line(5);
    const program = circuit(5).append(fourier(5)).measureAll().build();
    const { circuit: placed } = transpiled(program, device, { schedule: 'asap' });
    const busy = Array.from({ length: 5 }, () => 0);
    const starts: number[] = [];
    for (const op of placed.ops) {
      const [qubits, ns] = timeOf(op);
      for (const q of qubits) starts.push(busy[q]! - busy[qubits[0]!]!);
      for (const q of qubits) busy[q]! += ns;
    }
    // both qubits of a gate have come as far: no wait is left to be understood
    expect(starts.every((gap) => gap === 0)).toBe(true);
  });

  it('lets qubits in use wait for a condition, and those that are done not', () => {
    const program = circuit(3)
      .h(1).h(2)
      .measure(0)
      .if(0, (body) => body.x(1))
      .build();
    const options = { layout, schedule: 'asap' } as const;
    const { circuit: placed } = transpiled(program, line(3), options);
    expect(storyOf(placed, 1)).toBe('rz sx rz 665');
    expect(storyOf(placed, 2)).toBe('rz sx rz');
  });

  it('counts the time of a gate with computed angles', () => {
    const type = { kind: 'float', width: 64 } as const;
    const angle = { op: 'constant', type, value: 1 } as const;
    const program: Circuit = {
      qubits: 2,
      bits: 1,
      ops: [
        ...circuit(2, 1).rx(1, 1).measure(0).build().ops,
        { kind: 'computed', gate: 'rx', targets: [1], params: [angle], controls: [] },
        ...circuit(2, 1).rx(1, 0).rxx(1, 0, 1).build().ops,
      ],
    };
    const options = { layout: [0, 1], schedule: 'asap' } as const;
    const { durationNs } = transpiled(program, deviceOf(2, 'rz rx rxx', lineMap(2)), options);
    expect(durationNs).toBe(700 + 35 + 300);
  });

  it('takes the times of a coupling where it has its own', () => {
    const couplings = [{ pair: [0, 1] as const, ns: 500, error: 0 }];
    const device = deviceOf(2, SUPERCONDUCTING, lineMap(2), { ...TIMES, couplings });
    const program = circuit(2).cx(0, 1).measureAll().build();
    expect(transpiled(program, device, { schedule: 'asap' }).durationNs).toBe(1200);
  });
});

const timeOf = (op: CircuitOp): readonly [readonly number[], number] => {
  if (op.kind === 'gate') {
    const qubits = [...op.controls, ...op.targets];
    const single = op.gate === 'rz' || op.gate === 'gphase' ? 0 : 35;
    return [qubits, qubits.length > 1 ? 300 : single];
  }
  if (op.kind === 'delay') return [[op.qubit], op.ns];
  return op.kind === 'measure' ? [[op.qubit], 700] : [[], 0];
};

/** Qubits whose frequency is off turn while they wait, at a rate that lasts for a shot. */
const detuned = (program: Circuit, ratePerNs: number): Circuit => ({
  ...program,
  ops: program.ops.map((op): CircuitOp => {
    if (op.kind !== 'delay') return op;
    const params = [ratePerNs * op.ns];
    return { kind: 'gate', gate: 'rz', targets: [op.qubit], params, controls: [] };
  }),
});

const amplitudesOf = (program: Circuit): Float64Array => {
  const state = createState(program.qubits);
  for (const op of program.ops) {
    if (op.kind === 'gate') applyGate(state, op.gate, op.targets, op.params, op.controls);
  }
  return state.amplitudes();
};

/** |⟨a|b⟩|². */
const fidelity = (a: Float64Array, b: Float64Array): number => {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.length; k += 2) {
    re += a[k]! * b[k]! + a[k + 1]! * b[k + 1]!;
    im += a[k]! * b[k + 1]! - a[k + 1]! * b[k]!;
  }
  return re * re + im * im;
};

describe('dynamical decoupling', () => {
  /** Qubit 2 waits in a superposition while the others work. */
  const idle = circuit(3, 0).h(2).cx(1, 2);
  for (let k = 0; k < 4; k++) idle.cx(0, 1).rx(0.4, 0).barrier(0, 1);
  const program = idle.cx(1, 2).build();
  const layout = [0, 1, 2];

  /** Mean over detunings of a few hundred kHz. */
  const meanFidelity = (decouple?: 'x2' | 'xy4'): number => {
    const options = { layout, schedule: 'asap' as const, ...(decouple && { decouple }) };
    const { circuit: placed } = transpiled(program, line(3), options);
    const ideal = amplitudesOf(placed);
    const rates = [-2, -1, 1, 2].map((k) => k * 1e-3);
    const each = rates.map((rate) => fidelity(ideal, amplitudesOf(detuned(placed, rate))));
    return each.reduce((sum, value) => sum + value, 0) / each.length;
  };

  for (const kind of ['x2', 'xy4'] as const) {
    it(`by ${kind} cancels a detuning that lasts for a shot`, () => {
      expect(meanFidelity()).toBeLessThan(0.7);
      expect(meanFidelity(kind)).toBeGreaterThan(0.9);
    });

    it(`by ${kind} leaves the unitary as it is, phase included, in any native set`, () => {
      for (const native of [SUPERCONDUCTING, 'rz rx rxx', 'u x/1', 'rz sx z/1', 'p h y/1']) {
        const device = deviceOf(5, native, lineMap(5));
        const options = { schedule: 'alap', decouple: kind } as const;
        const [plain, pulsed] = [
          transpiled(fourier(5), device, { schedule: 'alap' }),
          transpiled(fourier(5), device, options),
        ];
        expect(pulsed.circuit.ops.length).toBeGreaterThan(plain.circuit.ops.length);
        expect(difference(fourier(5), pulsed)).toBeLessThan(1e-9);
      }
    });
  }

  it('leaves equal gaps between pulses, and half of one before and after them', () => {
    const gap = circuit(3, 0).x(0).cx(1, 2).cx(1, 2).rx(1, 1).cx(0, 1).build();
    const barred = { ...gap, ops: gap.ops.toSpliced(2, 0, { kind: 'barrier', qubits: [1] }) };
    const story = (decouple: 'x2' | 'xy4'): string => {
      const options = { layout, schedule: 'asap', decouple } as const;
      return storyOf(transpiled(barred, line(3), options).circuit, 0);
    };
    // 600 of two gates and 70 of rx, less 35 of the first x and those of the pulses
    expect(story('x2')).toBe('x 141 x 283 x 141 cx');
    expect(story('xy4')).toBe('x 62 x 124 rz x 123 x 124 rz x 62 cx');
  });

  it('spares qubits that have not begun and waits too short for its pulses', () => {
    const short = circuit(3, 0).x(0).x(1).x(1).sx(1).cx(0, 1).x(2).cx(1, 2).build();
    const options = { layout, schedule: 'alap', decouple: 'xy4' } as const;
    const { circuit: placed } = transpiled(short, line(3), options);
    expect(storyOf(placed, 2)).toBe('300 x cx');
  });
});
