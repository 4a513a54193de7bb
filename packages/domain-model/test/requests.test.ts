import { describe, expect, it } from 'vitest';
import {
  checkQubits,
  checkRegion,
  checkSeed,
  checkTick,
  circuit,
  CIRCUIT_LIMITS,
  readQApply,
  readQMeasure,
  readQRun,
  readRequest,
  TICK_MAX,
  type QApply,
  type QDeviceProfile,
  type QMeasure,
  type QRun,
  type Result,
} from '../src/index.ts';
import { calibration } from './circuits.ts';
import { codeOf, messageOf } from './support.ts';

const device: QDeviceProfile = {
  domain: 'Q',
  name: 'dev',
  qubits: 3,
  gates: ['h', 'x'],
  calibration,
  budgetMaxNs: 1_000,
};

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();

const RUN = { kind: 'q.run', job: 1, resource: 'dev', circuit: bell, shots: 10, seed: 1 };

const run = (change: object = {}): QRun =>
  ({ ...RUN, ...change }) as QRun;

const apply = (work: unknown): QApply =>
  ({ kind: 'q.apply', job: 1, region: 1, circuit: work }) as QApply;

const measure = (qubits: unknown): QMeasure =>
  ({ kind: 'q.measure', job: 1, region: 1, qubits }) as QMeasure;

describe('readRequest', () => {
  it('copies the fields of a request of a kind asked for, each read once (XDV-001.6)', () => {
    let reads = 0;
    const request = {
      kind: 'q.run',
      job: 1,
      get shots() {
        reads++;
        return reads;
      },
    };
    const read = readRequest<QRun>(request, ['q.run']);
    expect(read.ok && [read.value.shots, read.value.shots]).toEqual([1, 1]);
    expect(reads).toBe(1);
  });

  it.each([
    ['null', null],
    ['a string', 'q.run'],
    ['another kind', { kind: 'phi.solve', job: 1 }],
    ['no kind', { job: 1 }],
    ['a job that is no id', { kind: 'q.run', job: '1' }],
    ['no job', { kind: 'q.run' }],
  ])('refuses %s', (_, request) => {
    expect(codeOf(readRequest<QRun>(request, ['q.run']))).toBe('ARGUMENT_INVALID');
  });

  it('refuses fields that cannot be read, and does not throw', () => {
    const request = {
      get kind(): string {
        throw new Error('never');
      },
    };
    expect(messageOf(readRequest<QRun>(request, ['q.run']))).toMatch(/cannot be read/);
  });

  it('shows a long kind cut short', () => {
    const read = readRequest<QRun>({ kind: 'k'.repeat(10_000) }, ['q.run']);
    expect(messageOf(read)).toMatch(/^.{10,99}$/);
  });
});

type Check = (value: unknown) => Result<null>;

const FIELDS: readonly (readonly [string, Check, readonly unknown[], readonly unknown[]])[] = [
  ['region', checkRegion, [1, 99], [undefined, 0, -1, 1.5, '1', Number.NaN]],
  ['seed', checkSeed, [0, -5, Number.MAX_SAFE_INTEGER], [undefined, 2 ** 53, 0.5, '1']],
  ['tick', checkTick, [undefined, 0, TICK_MAX - 1], [-1, 0.5, TICK_MAX, '0', null]],
];

describe('the fields of a request', () => {
  it.each(FIELDS)('%s is checked', (_, check, good, bad) => {
    for (const value of good) expect(check(value).ok).toBe(true);
    for (const value of bad) expect(codeOf(check(value))).toBe('ARGUMENT_INVALID');
  });

  it('qubits are as many as the device has', () => {
    expect(checkQubits(3, device).ok).toBe(true);
    expect(codeOf(checkQubits(4, device))).toBe('CIRCUIT_TOO_LARGE');
    for (const value of [0, -1, 1.5, '2', undefined]) {
      expect(codeOf(checkQubits(value, device))).toBe('ARGUMENT_INVALID');
    }
  });
});

describe('readQRun', () => {
  it('gives the circuit of a job in range', () => {
    const read = readQRun(run({ tick: 5, errorMax: 0.5 }), device);
    expect(read.ok && read.value).toEqual(bell);
  });

  it.each([
    ['no shots', { shots: 0 }, 'ARGUMENT_INVALID'],
    ['too many shots', { shots: CIRCUIT_LIMITS.shotsMax + 1 }, 'ARGUMENT_INVALID'],
    ['half a seed', { seed: 0.5 }, 'ARGUMENT_INVALID'],
    ['a tick before 0', { tick: -1 }, 'ARGUMENT_INVALID'],
    ['more error than there is', { errorMax: 1.01 }, 'ARGUMENT_INVALID'],
    ['no circuit', { circuit: undefined }, 'CIRCUIT_INVALID'],
    ['a circuit out of range', { circuit: { ...bell, qubits: -1 } }, 'CIRCUIT_INVALID'],
    ['more qubits than there are', { circuit: circuit(4).h(3).build() }, 'CIRCUIT_TOO_LARGE'],
  ])('refuses %s', (_, change, code) => {
    expect(codeOf(readQRun(run(change), device))).toBe(code);
  });
});

describe('readQApply', () => {
  it('takes gates, resets, barriers and delays on the qubits of the container', () => {
    const work = circuit(2).h(0).reset(1).barrier(0, 1).delay(10, 0).build();
    expect(readQApply(apply(work), 2).ok).toBe(true);
    expect(codeOf(readQApply(apply(work), 1))).toBe('CIRCUIT_TOO_LARGE');
  });

  it('takes nothing that asks the container (XDV-001.4)', () => {
    const read = readQApply(apply(bell), 2);
    expect(codeOf(read)).toBe('CIRCUIT_INVALID');
    expect(messageOf(read)).toMatch(/measure inside q\.apply/);
  });
});

describe('readQMeasure', () => {
  it('gives a copy of distinct qubits of the container', () => {
    const qubits = [2, 0];
    const read = readQMeasure(measure(qubits), 3);
    qubits[0] = 9;
    expect(read.ok && read.value).toEqual([2, 0]);
  });

  it.each([
    ['nothing', []],
    ['no list', 'all'],
    ['a qubit outside', [3]],
    ['a qubit before', [-1]],
    ['a part of a qubit', [0.5]],
    ['a qubit twice', [1, 1]],
    ['a list that is longer than the container', Array.from({ length: 9 }, (_, q) => q)],
  ])('refuses %s', (_, qubits) => {
    expect(codeOf(readQMeasure(measure(qubits), 3))).toBe('ARGUMENT_INVALID');
  });
});
