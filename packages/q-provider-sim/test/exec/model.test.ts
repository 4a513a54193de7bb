import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { compileCircuit, type Step } from '../../src/engine/compile.ts';
import { simulate } from '../../src/engine/simulate.ts';
import {
  amplitudeDamping,
  bitFlip,
  depolarizing,
  kraus,
  krausOf,
  NOISELESS,
  noiseFromCalibration,
  noiseModel,
  pauli,
  phaseDamping,
  phaseFlip,
  thermalRelaxation,
  type Channel,
  type NoiseModel,
  type NoiseParts,
} from '../../src/noise/index.ts';
import { NOISY_CALIBRATION } from '../../src/index.ts';
import { deviation, record } from '../support.ts';
import { exactOutcomes } from './reference.ts';

const SHOTS = 20_000;

/** How often bit 0 is 1, exactly and as simulated, which must agree. */
const ones = (program: Circuit, noise: NoiseModel): number => {
  let exact = 0;
  for (const [outcome, chance] of exactOutcomes(compileCircuit(program, noise))) {
    if (outcome.endsWith('1')) exact += chance;
  }
  const counts = record(unwrap(simulate(program, { shots: SHOTS, seed: 21, noise })));
  let hits = 0;
  for (const [outcome, times] of Object.entries(counts)) if (outcome.endsWith('1')) hits += times;
  if (exact > 1e-12 && exact < 1 - 1e-12) expect(deviation(hits, SHOTS, exact)).toBeLessThan(5);
  else expect(hits).toBe(Math.round(exact) * SHOTS);
  return exact;
};

const measured = (builder: ReturnType<typeof circuit>): Circuit => builder.measure(0).build();

const channels = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) =>
    step.kind === 'channel' ? [`${step.channel.kind} ${step.slots.join()}`] : [],
  );

describe('channels', () => {
  const after = (channel: Channel | readonly Channel[], builder: ReturnType<typeof circuit>) =>
    ones(
      // a gate after the measurement keeps the channel out of the readout errors
      circuit(1).append(measured(builder)).gate('id', [0]).build(),
      noiseModel({ gates: [{ gate: 'z', channels: [channel].flat() }] }),
    );

  it('flip bits and phases with their probability', () => {
    expect(after(bitFlip(0.3), circuit(1).z(0))).toBeCloseTo(0.3, 12);
    expect(after(phaseFlip(0.3), circuit(1).h(0).z(0).h(0))).toBeCloseTo(0.7, 12);
    expect(after(phaseFlip(0.3), circuit(1).z(0))).toBeCloseTo(0, 12);
  });

  it('depolarize by a random Pauli, wholly at 3/4', () => {
    expect(after(depolarizing(0.3), circuit(1).z(0))).toBeCloseTo(0.2, 12);
    expect(after(depolarizing(0.75), circuit(1).z(0))).toBeCloseTo(0.5, 12);
  });

  it('damp amplitudes and phases as Nielsen and Chuang define them', () => {
    expect(after(amplitudeDamping(0.4), circuit(1).x(0).z(0))).toBeCloseTo(0.6, 12);
    expect(after(amplitudeDamping(0.4), circuit(1).h(0).z(0).h(0))).toBeCloseTo(
      (1 + Math.sqrt(0.6)) / 2,
      12,
    );
    expect(after(phaseDamping(0.4), circuit(1).h(0).z(0).h(0))).toBeCloseTo(
      (1 + Math.sqrt(0.6)) / 2,
      12,
    );
  });

  it.each([0.4, 1, 1.3, 2])('relax by T1 and T2 = %d T1, whichever is shorter', (ratio) => {
    const relaxing = thermalRelaxation(100, 100 * ratio, 70);
    expect(after(relaxing, circuit(1).x(0).z(0))).toBeCloseTo(Math.exp(-0.7), 12);
    const fringe = (1 + Math.exp(-0.7 / ratio)) / 2;
    expect(after(relaxing, circuit(1).h(0).z(0).h(0))).toBeCloseTo(fringe, 12);
  });

  it('are mixtures that need no state where T2 is at most T1', () => {
    const kinds = (t2: number) => thermalRelaxation(1, t2, 1).map(({ kind }) => kind);
    expect(kinds(0.9)).toEqual(['pauli', 'reset']);
    expect(kinds(1.1)).toEqual(['pauli', 'damping']);
    expect(thermalRelaxation(Infinity, Infinity, 5)).toEqual([]);
    expect(thermalRelaxation(1, 1, 0)).toEqual([]);
  });

  it('are any Kraus operators, also one that is a unitary error', () => {
    const s = Math.sin(0.2);
    const c = Math.cos(0.2);
    expect(after(kraus([[c, 0, 0, -s, 0, -s, c, 0]]), circuit(1).z(0))).toBeCloseTo(s * s, 12);
  });

  it('keep the trace as Kraus operators', () => {
    for (const channel of [depolarizing(0.3), depolarizing(0.2, 2), amplitudeDamping(0.5)]) {
      expect(() => kraus(krausOf(channel))).not.toThrow();
    }
    for (const channel of thermalRelaxation(3, 2, 1)) {
      expect(() => kraus(krausOf(channel))).not.toThrow();
    }
  });

  it.each<readonly [string, () => unknown, string]>([
    ['a probability above 1', () => depolarizing(1.1), 'depolarizing.probability must be 0 to 1'],
    ['a probability below 0', () => bitFlip(-0.1), 'pauli.terms[0].probability must be 0 to 1'],
    ['no number', () => amplitudeDamping(NaN), 'amplitudeDamping.relax must be 0 to 1, got NaN'],
    ['a parameter above 1', () => phaseDamping(2), 'phaseDamping must be 0 to 1, got 2'],
    [
      'Paulis beyond 1',
      () => pauli([{ pauli: 'X', probability: 0.6 }, { pauli: 'Z', probability: 0.6 }]),
      'pauli.terms must add up to at most 1, got 1.2',
    ],
    [
      'letters of another width',
      () => pauli([{ pauli: 'XX', probability: 0.1 }]),
      'pauli.terms[0].pauli must be 1 of I X Y Z, got XX',
    ],
    ['no terms', () => pauli([]), 'pauli.terms.length must be a whole number from 1 to 4096'],
    ['too many qubits', () => depolarizing(0.1, 31), 'depolarizing.qubits must be a whole number'],
    ['T2 above 2 T1', () => thermalRelaxation(1, 3, 1), 'thermalRelaxation.t2Ns must be above 0'],
    ['time below 0', () => thermalRelaxation(1, 1, -1), 'timeNs must be 0 or above and finite'],
    [
      'Kraus operators that lose probability',
      () => kraus([[1, 0, 0, 0, 0, 0, 0.9, 0]]),
      'kraus.operators must satisfy sum K†K = 1 to 1e-9, got a deviation of 0.18',
    ],
    [
      'Kraus operators of unknown entries',
      () => kraus([[NaN, 0, 0, 0, 0, 0, 1, 0]]),
      'got a deviation of NaN',
    ],
    [
      'matrices of no size',
      () => kraus([[1, 0]]),
      'kraus.operators[0] must be a Float64Array of 32 numbers',
    ],
    ['no matrices', () => kraus([]), 'kraus.operators.length must be a whole number from 1 to 64'],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});

describe('noise models', () => {
  const bodyOf = (program: Circuit, parts: NoiseParts): readonly string[] =>
    channels(compileCircuit(program, noiseModel(parts)).body);

  it('let the first rule that fits decide', () => {
    const gates = [
      { gate: 'x', width: 2, qubits: [2, 1], channels: [bitFlip(0.1)] },
      { gate: 'x', width: 2, channels: [amplitudeDamping(0.1)] },
      { width: 1, qubits: [0], channels: [] },
      { channels: [depolarizing(0.1, 3), bitFlip(0.2)] },
    ] as const;
    const program = circuit(3).x(0).h(1).cx(1, 2).cx(0, 1).ccx(0, 1, 2).build();
    expect(bodyOf(program, { gates })).toEqual([
      'pauli 2',
      'pauli 1',
      'damping 1',
      'damping 0',
      'depolarizing 2,0,1',
      'pauli 2',
      'pauli 0',
      'pauli 1',
    ]);
  });

  it('reach diagonal gates on one qubit only by name', () => {
    const program = circuit(1).z(0).t(0).build();
    expect(bodyOf(program, { gates: [{ channels: [bitFlip(0.1)] }] })).toEqual([]);
    const named = [{ gate: 't', channels: [bitFlip(0.1)] }] as const;
    expect(bodyOf(program, { gates: named })).toEqual(['pauli 0']);
  });

  it('disturb before measurements and after resets, untouched qubits included', () => {
    const flip = noiseModel({ beforeMeasure: [{ qubits: [0], channels: [bitFlip(0.2)] }] });
    expect(ones(measured(circuit(1)), flip)).toBeCloseTo(0.2, 12);
    const wrong = noiseModel({ afterReset: [{ channels: [bitFlip(0.3)] }] });
    expect(ones(measured(circuit(1).x(0).reset(0)), wrong)).toBeCloseTo(0.3, 12);
    expect(ones(measured(circuit(1).reset(0)), wrong)).toBeCloseTo(0.3, 12);
  });

  it('misread by qubit', () => {
    const noise = noiseModel({
      readout: [
        { qubits: [1], read1Given0: 1, read0Given1: 1 },
        { read1Given0: 0.1, read0Given1: 0.25 },
      ],
    });
    expect(ones(measured(circuit(2)), noise)).toBeCloseTo(0.1, 12);
    expect(ones(measured(circuit(2).x(0)), noise)).toBeCloseTo(0.75, 12);
    expect(ones(circuit(2, 1).measure(1, 0).build(), noise)).toBe(1);
  });

  it('let spectators suffer while a gate acts on two other qubits (crosstalk)', () => {
    const noise = noiseModel({
      crosstalk: [{ qubits: [2, 1], spectators: [0], channels: [bitFlip(0.1)] }],
    });
    expect(ones(measured(circuit(3).cx(1, 2)), noise)).toBeCloseTo(0.1, 12);
    expect(ones(measured(circuit(3).cx(1, 2).cz(2, 1)), noise)).toBeCloseTo(0.18, 12);
    expect(ones(measured(circuit(3).cx(1, 0)), noise)).toBe(0);
    expect(ones(measured(circuit(3).x(1).ccx(0, 1, 2)), noise)).toBe(0);
    // a spectator that the circuit lacks is left out
    expect(bodyOf(circuit(3).cx(1, 2).build(), {
      crosstalk: [{ qubits: [1, 2], spectators: [7], channels: [bitFlip(0.1)] }],
    })).toEqual([]);
  });

  it('decay in idle time by the rule of the qubit', () => {
    const noise = noiseModel({
      durations: { gate1Ns: 10 },
      idle: [{ qubits: [1], t1Ns: 20, t2Ns: 20 }, { t1Ns: 100, t2Ns: 150 }],
    });
    const waiting = circuit(2, 1).x(0).delay(40, 0);
    expect(ones(measured(waiting), noise)).toBeCloseTo(Math.exp(-0.5), 12);
    const other = circuit(2, 1).x(1).delay(40, 1).measure(1, 0).build();
    expect(ones(other, noise)).toBeCloseTo(Math.exp(-2.5), 12);
  });

  it('of a calibration mean what the calibration says', () => {
    const noise = noiseFromCalibration(NOISY_CALIBRATION);
    expect(noiseModel(noise)).toEqual(noise);
    const { t1Ns, read0Given1, read1Given0 } = NOISY_CALIBRATION.qubits[0]!;
    const survives = Math.exp(-50_035 / t1Ns) * (1 - (2 / 3) * 3e-4);
    const one = survives * (1 - read0Given1) + (1 - survives) * read1Given0;
    const program = circuit(1).x(0).delay(50_000, 0).measure(0).build();
    expect(ones(program, noise)).toBeCloseTo(one, 12);
  });

  it('of nothing disturb nothing', () => {
    expect(noiseModel({})).toEqual(NOISELESS);
    expect(bodyOf(circuit(2).h(0).cx(0, 1).measureAll().build(), {})).toEqual([]);
  });

  it.each<readonly [string, NoiseParts, string]>([
    ['a time', { durations: { gate1Ns: -1 } }, 'noise durations.gate1Ns must be a whole number'],
    [
      'a gate',
      { gates: [{ gate: 'cnot' as 'x', channels: [] }] },
      'noise gates[0].gate must be a gate, got cnot',
    ],
    [
      'a width',
      { gates: [{ width: 0, channels: [] }] },
      'noise gates[0].width must be a whole number from 1, got 0',
    ],
    [
      'qubits that do not make the width',
      { gates: [{ width: 2, qubits: [1], channels: [] }] },
      'noise gates[0].qubits.length must be 2, the width, got 1',
    ],
    [
      'a channel too wide for its gate',
      { gates: [{ width: 2, channels: [depolarizing(0.1, 3)] }] },
      'noise gates[0].channels[0].qubits must be 1 or 2, got 3',
    ],
    [
      'a qubit twice',
      { idle: [{ qubits: [1, 1], t1Ns: 1, t2Ns: 1 }] },
      'noise idle[0].qubits must be all different, got 1 1',
    ],
    [
      'no qubit',
      { readout: [{ qubits: [-1], read1Given0: 0, read0Given1: 0 }] },
      'noise readout[0].qubits must be whole numbers from 0, got -1',
    ],
    [
      'a probability',
      { readout: [{ read1Given0: 0, read0Given1: 2 }] },
      'noise readout[0].read0Given1 must be 0 to 1, got 2',
    ],
    ['a T2', { idle: [{ t1Ns: 1, t2Ns: 3 }] }, 'noise idle[0].t2Ns must be above 0 and at most'],
    [
      'a pair before a measurement',
      { beforeMeasure: [{ channels: [depolarizing(0.1, 2)] }] },
      'noise beforeMeasure[0].channels[0].qubits must be 1, got 2',
    ],
    [
      'a channel from elsewhere',
      { afterReset: [{ channels: [{ kind: 'loss' } as unknown as Channel] }] },
      'noise afterReset[0].channels[0].kind must be that of a channel, got loss',
    ],
    [
      'a spectator that takes part',
      { crosstalk: [{ qubits: [0, 1], spectators: [1], channels: [] }] },
      'noise crosstalk[0].spectators must be bystanders, got 1',
    ],
  ])('refuse %s out of range', (_, parts, message) => {
    expect(() => noiseModel(parts)).toThrow(RangeError);
    expect(() => noiseModel(parts)).toThrow(message);
  });
});
