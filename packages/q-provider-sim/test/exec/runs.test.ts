import { circuit, ok, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createState } from '../../src/engine/index.ts';
import { simulate, simulation } from '../../src/engine/simulate.ts';
import type { Backend, Progress, SlotGate, StateVector } from '../../src/engine/index.ts';
import { depolarizing, kraus, noiseModel, thermalRelaxation } from '../../src/noise/index.ts';
import { bell } from '../support.ts';

const teleportation = (): Circuit =>
  circuit(3)
    .ry(1.1, 0)
    .h(1)
    .cx(1, 2)
    .cx(0, 1)
    .h(0)
    .measure(0)
    .measure(1)
    .if(1, (body) => body.x(2))
    .if(0, (body) => body.z(2))
    .measure(2)
    .build();

/** Layers of Clifford gates and some others: several blocks. */
const layers = (qubits: number, depth: number): Circuit => {
  const builder = circuit(qubits);
  for (let d = 0; d < depth; d++) {
    for (let q = 0; q < qubits; q++) {
      if ((d + q) % 3 === 0) builder.h(q).s(q);
      else if ((d + q) % 3 === 1) builder.sx(q);
      else if (d % 5 === 4) builder.t(q);
    }
    for (let q = d % 2; q + 1 < qubits; q += 2) builder.cx(q, q + 1);
  }
  return builder.measureAll().build();
};

const noisy = noiseModel({
  gates: [{ channels: [depolarizing(0.01), ...thermalRelaxation(100, 150, 0.2)] }],
  readout: [{ read1Given0: 0.01, read0Given1: 0.03 }],
});

/** Counts the lists of gates that a plain engine is asked to perform. */
const counting = (): { backend: Backend; lists: (readonly SlotGate[])[] } => {
  const lists: (readonly SlotGate[])[] = [];
  const backend: Backend = {
    stretchMax: () => 1000,
    create: (qubits) => {
      const state = createState(qubits);
      const apply = state.apply.bind(state);
      const spied: StateVector = state;
      spied.apply = (gates) => {
        lists.push(gates);
        apply(gates);
      };
      return ok(spied);
    },
  };
  return { backend, lists };
};

describe('the memory of a run', () => {
  it('lists the outcome of every shot in order, if asked for', () => {
    const run = unwrap(simulate(bell(), { shots: 100, seed: 1, memory: true }));
    expect(run.memory).toHaveLength(100);
    const ones = run.memory!.filter((outcome) => outcome === '11').length;
    expect(run.counts).toEqual([['00', 100 - ones], ['11', ones]]);
    expect(unwrap(simulate(bell(), { shots: 100, seed: 1 }))).not.toHaveProperty('memory');
  });

  it('holds more bits than a word', () => {
    const wide = circuit(2, 70).x(0).measure(0, 69).measure(1, 40).measure(0, 31).build();
    const outcome = `1${'0'.repeat(37)}1${'0'.repeat(31)}`;
    const run = unwrap(simulate(wide, { shots: 3, seed: 1, memory: true }));
    expect(run.memory).toEqual([outcome, outcome, outcome]);
    expect(run.counts).toEqual([[outcome, 3]]);
  });

  it('is refused when it would be longer than the limit', () => {
    const options = { shots: 4_000_000, seed: 1, memory: true };
    const program = circuit(20).measureAll().build();
    expect(simulate(program, options)).toMatchObject({ fault: { code: 'RESOURCE_EXHAUSTED' } });
  });
});

describe('batches', () => {
  it.each([
    ['sampled', bell(), undefined],
    ['with feed-forward', teleportation(), undefined],
    ['with noise', layers(4, 12), noisy],
  ])('of a circuit %s are parts of one run', (_, program, noise) => {
    const run = (firstShot: number, shots: number) =>
      unwrap(
        simulate(program, {
          seed: 4,
          memory: true,
          firstShot,
          shots,
          ...(noise !== undefined && { noise }),
        }),
      ).memory!;
    expect([...run(0, 1000), ...run(1000, 1000)]).toEqual(run(0, 2000));
    expect(run(1234, 1)).toEqual(run(0, 2000).slice(1234, 1235));
    expect(run(1000, 1000)).not.toEqual(run(0, 1000));
  });

  it.each([
    [{ firstShot: -1 }, 'firstShot must be 0 to'],
    [{ firstShot: 0.5 }, 'firstShot must be 0 to'],
    [{ firstShot: 2 ** 32 - 9 }, 'firstShot must be 0 to 4294967286, got 4294967287'],
    [
      { noise: { ...noiseModel({}), readout: [{ read1Given0: 2, read0Given1: 0 }] } },
      'noise readout[0].read1Given0 must be 0 to 1, got 2',
    ],
    [{ savedBytesMax: -1 }, 'savedBytesMax must be 0 or above, got -1'],
    [{ savedBytesMax: NaN }, 'savedBytesMax must be 0 or above, got NaN'],
  ])('refuse %j', (options, message) => {
    expect(() => simulate(bell(), { shots: 10, seed: 1, ...options })).toThrow(message);
  });
});

describe('shots share their evolution', () => {
  it('wholly, where no chance comes before the last measurements', () => {
    const { backend, lists } = counting();
    unwrap(simulate(layers(4, 10), { shots: 5000, seed: 1 }, backend));
    expect(lists).toHaveLength(1);
  });

  it('wholly, where outcomes only decide about gates: teleporting 10^6 times', () => {
    const { backend, lists } = counting();
    const run = unwrap(simulate(teleportation(), { shots: 1_000_000, seed: 1 }, backend));
    expect(run.shots).toBe(1_000_000);
    expect(lists).toHaveLength(1);
  });

  it('by outcome: with misreadings, teleporting takes 4 measured states and 16 ends', () => {
    const { backend, lists } = counting();
    const noise = noiseModel({ readout: [{ read1Given0: 0.1, read0Given1: 0.2 }] });
    unwrap(simulate(teleportation(), { shots: 50_000, seed: 1, noise }, backend));
    expect(lists.length).toBeLessThanOrEqual(1 + 16 + 16);
  });

  it('also where a Pauli frame passes every gate', () => {
    const { backend, lists } = counting();
    const noise = noiseModel({ gates: [{ channels: [depolarizing(0.05)] }] });
    const ghz = circuit(5).h(0).cx(0, 1).cx(1, 2).cx(2, 3).cx(3, 4).measureAll().build();
    unwrap(simulate(ghz, { shots: 5000, seed: 1, noise }, backend));
    expect(lists).toHaveLength(1);
  });

  it('in lists that are the same objects on every path', () => {
    const { backend, lists } = counting();
    unwrap(simulate(layers(4, 12), { shots: 3000, seed: 1, noise: noisy }, backend));
    expect(lists.length).toBeGreaterThan(2000);
    expect(new Set(lists).size).toBeLessThan(lists.length / 3);
  });

  it('and memory for saved states buys time only', () => {
    const run = (savedBytesMax: number) => {
      const { backend, lists } = counting();
      const options = { shots: 200, seed: 2, noise: noisy, memory: true, savedBytesMax };
      return { ...unwrap(simulate(layers(4, 12), options, backend)), work: lists.length };
    };
    const [none, some, all] = [run(0), run(600), run(2 ** 30)];
    expect(none.memory).toEqual(all.memory);
    expect(some.memory).toEqual(all.memory);
    expect(none.work).toBeGreaterThan(some.work);
    expect(some.work).toBeGreaterThan(all.work);
  });
});

describe('long circuits', () => {
  it('of many even chances do not let the state vanish', () => {
    const builder = circuit(1);
    for (let k = 0; k < 3000; k++) builder.gate('id', [0]);
    const half = Math.SQRT1_2;
    const flip = kraus([[0, 0, half, 0, half, 0, 0, 0], [0, 0, 0, -half, 0, half, 0, 0]]);
    const noise = noiseModel({ gates: [{ channels: [flip] }] });
    const run = unwrap(simulate(builder.measure(0).build(), { shots: 5, seed: 1, noise }));
    expect(run.counts).toEqual([['0', 5]]);
  });

  it('are performed in stretches that a caller can stop between', () => {
    const { backend, lists } = counting();
    const builder = circuit(1);
    for (let k = 0; k < 2500; k++) builder.x(0);
    unwrap(simulate(builder.measureAll().build(), { shots: 1, seed: 1 }, backend));
    expect(lists.map(({ length }) => length)).toEqual([1000, 1000, 500]);
  });
});

describe('a simulation step by step', () => {
  it('reports how far it is, to the end, and returns what simulate returns', () => {
    const options = { shots: 300, seed: 1, noise: noisy };
    const steps = simulation(layers(8, 30), options);
    const seen: Progress[] = [];
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) seen.push(step.value);
    expect(step.value).toEqual(simulate(layers(8, 30), options));
    const done = seen.map((each) => each.done);
    expect(done[0]).toBe(0);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(seen[0]!.total);
    expect(new Set(done).size).toBeGreaterThan(5);
  });

  it('stops when nobody asks for more', () => {
    const { backend, lists } = counting();
    const steps = simulation(layers(6, 40), { shots: 1000, seed: 1, noise: noisy }, backend);
    for (let k = 0; k < 3; k++) steps.next();
    steps.return(simulate(bell(), { shots: 1, seed: 1 }));
    const performed = lists.length;
    expect(steps.next().done).toBe(true);
    expect(lists).toHaveLength(performed);
  });

  it('answers a fault at once', () => {
    const broken = { qubits: 1, bits: 0, ops: [{ kind: 'reset', qubit: 3 }] } as const;
    expect(simulation(broken, { shots: 1, seed: 1 }).next()).toMatchObject({
      done: true,
      value: { fault: { code: 'CIRCUIT_INVALID' } },
    });
  });
});
