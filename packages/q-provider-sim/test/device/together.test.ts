import {
  circuit,
  unwrap,
  validateProfiles,
  type Circuit,
  type CountsResult,
  type JobId,
  type RegionId,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { FALCON27, regionOf, runTogether, type SharedJob } from '../../src/device/index.ts';
import { createQSimulator } from '../../src/index.ts';
import { deviation } from '../support.ts';
import { codeOf, countsOf, GOOD, labOf, row } from './support.ts';

const share = ({ counts, shots }: CountsResult, outcome: string): number =>
  (new Map(counts).get(outcome) ?? 0) / shots;

/** GHZ on three qubits of the device. */
const ghz = (a: number, b: number, c: number): Circuit => {
  const builder = circuit(27, 3).rz(Math.PI / 2, a).sx(a).rz(Math.PI / 2, a).cx(a, b).cx(b, c);
  return builder.measure(a, 0).measure(b, 1).measure(c, 2).build();
};

const JOBS: readonly SharedJob[] = [
  { circuit: ghz(0, 1, 2), seed: 1 },
  { circuit: ghz(3, 5, 8), seed: 2 },
  { circuit: ghz(4, 7, 10), seed: 3 },
];
const SHOTS = 500;

describe('jobs on disjoint qubits of one device (XDV-060.3)', () => {
  it('have the counts together that they have alone', () => {
    const together = unwrap(runTogether(FALCON27, JOBS, { shots: SHOTS }));
    const alone = JOBS.map((job) => unwrap(runTogether(FALCON27, [job], { shots: SHOTS }))[0]);
    expect(together).toEqual(alone);
    const fewer = unwrap(runTogether(FALCON27, JOBS.slice(1), { shots: SHOTS }));
    expect(fewer).toEqual(together.slice(1));
  });

  it('have the counts that the provider gives them, in whatever order', async () => {
    const together = unwrap(runTogether(FALCON27, JOBS, { shots: SHOTS }));
    const { run } = await labOf(FALCON27);
    for (const [k, { circuit: program, seed }] of [...JOBS.entries()].toReversed()) {
      expect(countsOf(await run(program, { shots: SHOTS, seed }))).toEqual(together[k]);
    }
  });

  it('are refused if they share a qubit, hold others up or are not native', () => {
    const codes = (...circuits: Circuit[]): string =>
      codeOf(
        runTogether(FALCON27, circuits.map((each) => ({ circuit: each, seed: 1 })), { shots: 1 }),
      );
    const waits = circuit(27, 1).measure(3, 0).if(0, (body) => body.x(3)).build();
    expect(codes(ghz(0, 1, 2), ghz(2, 3, 5))).toBe('CIRCUIT_INVALID');
    expect(codes(ghz(0, 1, 2), waits)).toBe('CIRCUIT_INVALID');
    expect(codes(circuit(28).x(27).build())).toBe('CIRCUIT_INVALID');
    expect(codes(circuit(27).h(0).build())).toBe('GATE_UNSUPPORTED');
    expect(codes(circuit(27).delay(250_001, 0).build())).toBe('DECOHERENCE_EXCEEDED');
    expect(codes({ qubits: 1, bits: 0, ops: [{ kind: 'reset', qubit: 1 }] })).toBe(
      'CIRCUIT_INVALID',
    );
  });
});

describe('crosstalk', () => {
  const device = row(4);
  const quiet = (qubit: number): SharedJob => ({
    circuit: circuit(4, 1).x(qubit).delay(10_000, qubit).measure(qubit, 0).build(),
    seed: 1,
  });
  const driving = (gates: number, afterNs = 0): SharedJob => {
    const builder = circuit(4, 1).delay(afterNs, 0);
    for (let k = 0; k < gates; k++) builder.cx(0, 1);
    return { circuit: builder.measure(0, 0).build(), seed: 2 };
  };
  const errors = (jobs: readonly SharedJob[], depolarizing: number): readonly number[] => {
    const options = { shots: 4_000, crosstalk: { depolarizing } };
    const results = unwrap(runTogether(device, jobs, options));
    return results.map((result, k) => 1 - share(result, k === 0 ? '0' : '1'));
  };

  it('disturbs a neighbour once per gate on two qubits, and nobody further away', () => {
    const [own, next, far] = errors([driving(4), quiet(2), quiet(3)], 0.05);
    // each flips with two thirds of 0.05; an odd number of flips shows
    const flipped = (1 - (1 - (4 / 3) * 0.05) ** 4) / 2;
    expect(deviation(next! * 4_000, 4_000, flipped)).toBeLessThan(5);
    expect([own, far]).toEqual([0, 0]);
  });

  it('does nothing where no gate on two qubits acts, or if it is not asked for', () => {
    const still = { circuit: circuit(4, 1).x(0).x(0).measure(0, 0).build(), seed: 2 };
    expect(errors([still, quiet(2)], 0.2)).toEqual([0, 0]);
    expect(errors([driving(4), quiet(2)], 0)).toEqual([0, 0]);
  });

  it('acts at the time of the gate: what is prepared later is not disturbed', () => {
    const early = driving(1);
    const late: SharedJob = {
      circuit: circuit(4, 1).delay(5_000, 2).reset(2).x(2).measure(2, 0).build(),
      seed: 1,
    };
    const timed = row(4, { gate2Ns: 300, resetNs: 100 });
    const options = { shots: 2_000, crosstalk: { depolarizing: 0.5 } };
    const results = unwrap(runTogether(timed, [early, late], options));
    expect(share(results[1]!, '1')).toBe(1);
  });

  it('of phases shows in phases alone', () => {
    const plus = circuit(4, 1).sx(2).delay(10_000, 2).sx(2).measure(2, 0);
    const options = { shots: 4_000, crosstalk: { dephasing: 0.1 } };
    const jobs = [driving(1, 5_000), { circuit: plus.build(), seed: 3 }];
    const seen = unwrap(runTogether(device, jobs, options))[1]!;
    const ideal = unwrap(runTogether(device, jobs.slice(1), options))[0]!;
    const flips = Math.abs(share(seen, '1') - share(ideal, '1'));
    expect(deviation(flips * 4_000, 4_000, 0.1)).toBeLessThan(5);
    const still = unwrap(runTogether(device, [driving(1, 5_000), quiet(2)], options))[1]!;
    expect(share(still, '1')).toBe(1);
  });

  it.each([-0.1, 1.1, NaN])('of probability %d is refused', (probability) => {
    for (const crosstalk of [{ dephasing: probability }, { depolarizing: probability }]) {
      const options = { shots: 1, crosstalk };
      expect(() => runTogether(device, [quiet(0), quiet(1)], options)).toThrow(RangeError);
    }
  });
});

describe('a region of a device', () => {
  it('is a device of its own: its qubits, couplings and figures, renumbered', () => {
    const region = regionOf(FALCON27, 'falcon27/b', [8, 5, 3]);
    const { qubits, couplings = [] } = FALCON27.calibration;
    expect(region).toMatchObject({ name: 'falcon27/b', qubits: 3, couplings: [[2, 1], [1, 0]] });
    expect(region.calibration.qubits).toEqual([qubits[8], qubits[5], qubits[3]]);
    const own = couplings.find(({ pair }) => pair.join() === '3,5')!;
    expect(region.calibration.couplings![0]).toEqual({ ...own, pair: [2, 1] });
    const provider = createQSimulator({ devices: [region] });
    expect(codeOf(validateProfiles([provider.profile]))).toBe('ok');
  });

  it('runs a job as the whole device does', async () => {
    const whole = await labOf(FALCON27);
    const part = await labOf(regionOf(FALCON27, 'part', [3, 5, 8]));
    const local = circuit(3).rz(Math.PI / 2, 0).sx(0).rz(Math.PI / 2, 0).cx(0, 1).cx(1, 2);
    const fields = { shots: 300, seed: 5 };
    const inside = countsOf(await part.run(local.measureAll().build(), fields));
    expect(inside).toEqual(countsOf(await whole.run(ghz(3, 5, 8), fields)));
  });

  it('must be of different qubits of the device', () => {
    for (const region of [[], [0, 0], [27], [-1], [0.5]]) {
      expect(() => regionOf(FALCON27, 'part', region)).toThrow(RangeError);
    }
  });

  it('of an any-to-any device stays one', () => {
    const { couplings, native, ...any } = row(3, GOOD);
    expect([couplings, native].every((each) => each !== undefined)).toBe(true);
    const region = regionOf(any, 'part', [0, 2]);
    expect(region.couplings).toBeUndefined();
    expect(region.calibration.couplings).toBeUndefined();
  });
});

describe('containers on a device with a topology', () => {
  const allocate = (device: string, region: number) =>
    ({
      kind: 'q.allocate',
      job: region as JobId,
      resource: device,
      seed: region,
      region: region as RegionId,
      qubits: 2,
    }) as const;

  it('hold their qubits until they are terminated', async () => {
    const { provider } = await labOf(row(3, GOOD));
    expect(codeOf(await provider.requestResources(allocate('row', 1)))).toBe('ok');
    expect(codeOf(await provider.requestResources(allocate('row', 2)))).toBe('RESOURCE_EXHAUSTED');
    await provider.terminate(1 as RegionId);
    expect(codeOf(await provider.requestResources(allocate('row', 2)))).toBe('ok');
  });

  it('live side by side on regions of it', async () => {
    const names = ['left', 'right'];
    const regions = [[0, 1, 2], [3, 5, 8]];
    const devices = regions.map((region, k) => regionOf(FALCON27, names[k]!, region));
    const provider = createQSimulator({ devices });
    await provider.init();
    for (const [k, name] of names.entries()) {
      expect(codeOf(await provider.requestResources(allocate(name, k + 1)))).toBe('ok');
    }
  });
});
