import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { evolve, simulate } from '../src/engine/index.ts';
import { simulate as trajectories } from '../src/engine/simulate.ts';
import { createTally } from '../src/engine/tally.ts';
import { IDEAL_CALIBRATION } from '../src/index.ts';
import { distribution } from './dense.ts';
import { bell, calibration, chiSquareExcess, count, outcomes } from './support.ts';

describe('outcomes', () => {
  it('are written with bit 0 rightmost and sorted', () => {
    const counted = simulate(circuit(3).x(0).h(2).measureAll().build(), { shots: 50, seed: 3 });
    expect(unwrap(counted).counts.map(([outcome]) => outcome)).toEqual(['001', '101']);
  });

  it('show bits that were never written as 0', () => {
    expect(count(circuit(1, 4).x(0).measure(0, 2).build())).toEqual({ '0100': 1000 });
  });

  it('are the empty word when there are no bits', () => {
    expect(count(circuit(1, 0).h(0).build())).toEqual({ '': 1000 });
  });

  it('take the last value written to a bit', () => {
    const program = circuit(3, 1).x(0).x(2).measure(0, 0).measure(1, 0).measure(2, 0).build();
    expect(count(program)).toEqual({ 1: 1000 });
  });
});

describe('determinism (XDV-003.5)', () => {
  it('the same seed gives the same counts, another seed others', () => {
    expect(count(bell(), { seed: 7 })).toEqual(count(bell(), { seed: 7 }));
    expect(count(bell(), { seed: 7 })).not.toEqual(count(bell(), { seed: 8 }));
  });

  it('a calibration without errors changes no count', () => {
    const perfect = count(bell(), { seed: 9 });
    expect(count(bell(), { seed: 9, calibration: IDEAL_CALIBRATION })).toEqual(perfect);
  });
});

describe('sampling once and repeating every shot', () => {
  const layers = (): Circuit => {
    const builder = circuit(4);
    for (let q = 0; q < 4; q++) builder.u(0.7 + q, 0.2 * q, 1, q);
    for (let q = 1; q < 4; q++) builder.cx(q - 1, q).ry(0.9, q);
    return builder.measureAll().build();
  };

  it('agree with the exact distribution', () => {
    const sampled = layers();
    // a gate after a measurement forces the second way
    const repeated: Circuit = circuit(4).append(sampled).gate('id', [0]).build();
    const exact = distribution(sampled);
    for (const program of [sampled, repeated]) {
      const counts = count(program, { shots: 20_000, seed: 11 });
      expect(chiSquareExcess(counts, exact, 20_000)).toBeLessThan(3);
    }
    expect(count(sampled, { seed: 1 })).not.toEqual(count(repeated, { seed: 1 }));
  });

  it('counts more shots than one chunk holds', () => {
    const shots = 2 ** 20 + 3;
    const counts = count(bell(), { shots });
    expect(counts['00']! + counts['11']!).toBe(shots);
  });
});

describe('measurement inside a circuit', () => {
  it('collapses: a second measurement repeats the first', () => {
    const program = circuit(1, 2).h(0).measure(0, 0).measure(0, 1).build();
    expect(outcomes(count(program))).toEqual(['00', '11']);
  });

  it('destroys interference', () => {
    const program = circuit(1, 2).h(0).measure(0, 0).h(0).measure(0, 1).build();
    expect(outcomes(count(program))).toEqual(['00', '01', '10', '11']);
  });

  it('reset leaves |0⟩ and frees the qubit for another use', () => {
    const program = circuit(2).h(0).cx(0, 1).reset(0).measureAll().build();
    expect(outcomes(count(program))).toEqual(['00', '10']);
  });

  it('if takes the branch of every listed bit', () => {
    const program: Circuit = {
      qubits: 3,
      bits: 3,
      ops: [
        ...circuit(3).x(0).measure(0).measure(1).build().ops,
        {
          kind: 'if',
          bits: [0, 1],
          values: [1, 0],
          then: circuit(3).x(2).build().ops,
          otherwise: [],
        },
        { kind: 'measure', qubit: 2, bit: 2 },
      ],
    };
    expect(count(program)).toEqual({ 101: 1000 });
  });

  it('comes before whatever either branch does to the qubit', () => {
    for (const value of [0, 1] as const) {
      const program = circuit(2)
        .x(0)
        .measure(0)
        .if(1, (body) => (value === 0 ? body.reset(0) : body), {
          value,
          otherwise: (body) => (value === 1 ? body.reset(0) : body),
        });
      expect(count(program.build())).toEqual({ '01': 1000 });
    }
  });

  it('if runs the other branch when the bit differs', () => {
    const program = circuit(2)
      .measure(0)
      .if(0, (body) => body.h(1), { otherwise: (body) => body.x(1) })
      .measure(1)
      .build();
    expect(count(program)).toEqual({ 10: 1000 });
  });
});

describe('limits', () => {
  it('qubits that no gate touches cost nothing', () => {
    const wide = circuit(4000, 2).h(1234).cx(1234, 3999).measure(3999, 0).measure(0, 1).build();
    expect(outcomes(count(wide))).toEqual(['00', '01']);
  });

  it('a circuit that touches more qubits than the limit is refused with the figure', () => {
    const builder = circuit(25);
    for (let q = 0; q < 25; q++) builder.x(q);
    const wide = builder.build();
    expect(trajectories(wide, { shots: 1, seed: 1 })).toMatchObject({
      ok: false,
      fault: {
        code: 'CIRCUIT_TOO_LARGE',
        message: '25 qubits need 536870912 bytes; the limit is 24 qubits',
      },
    });
    expect(trajectories(bell(), { shots: 1, seed: 1, qubitsMax: 2 }).ok).toBe(true);
    expect(trajectories(bell(), { shots: 1, seed: 1, qubitsMax: 1 }).ok).toBe(false);
  });

  it('outcomes longer together than the limit are refused', () => {
    const tally = createTally(2, 4);
    tally.add(Uint8Array.of(0, 0), 5);
    tally.add(Uint8Array.of(1, 0), 5);
    expect(tally.result()).toMatchObject({ value: { shots: 10, counts: [['00', 5], ['01', 5]] } });
    tally.add(Uint8Array.of(0, 1), 5);
    tally.add(Uint8Array.of(0, 1), 5);
    expect(tally.result()).toMatchObject({ fault: { code: 'RESOURCE_EXHAUSTED' } });
  });

  it('a malformed circuit is a fault, a wrong option an exception', () => {
    const broken = { qubits: 1, bits: 0, ops: [{ kind: 'reset', qubit: 3 }] } as const;
    const faulted = simulate(broken, { shots: 1, seed: 1 });
    expect(faulted).toMatchObject({ fault: { code: 'CIRCUIT_INVALID' } });
    expect(() => simulate(bell(), { shots: 0, seed: 1 })).toThrow('shots must be 1 to 10000000');
    expect(() => simulate(bell(), { shots: 1, seed: 0.5 })).toThrow('seed must be');
    const short = calibration(1);
    expect(() => simulate(bell(), { shots: 1, seed: 1, calibration: short })).toThrow(
      'calibration qubits.length must be at least 2, got 1',
    );
    const impossible = calibration(2, {}, { t1Ns: 10, t2Ns: 21 });
    expect(() => simulate(bell(), { shots: 1, seed: 1, calibration: impossible })).toThrow(
      'calibration qubits[0].t2Ns must be above 0 and at most 2 t1Ns, got 21',
    );
  });

  it('only circuits of gates have a single state', () => {
    expect(evolve(bell())).toMatchObject({ fault: { code: 'CIRCUIT_INVALID' } });
    expect(evolve(circuit(25).build())).toMatchObject({ fault: { code: 'CIRCUIT_TOO_LARGE' } });
  });
});
