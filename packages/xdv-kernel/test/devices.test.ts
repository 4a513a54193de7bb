import { crossingBit, PERMISSIONS, type QDeviceProfile } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { circuit, process, us } from 'xdv-kernel';
import { createFake } from './support/fake-provider.ts';
import { device, partsWith, term } from './support/devices.ts';
import { codeOf, fakeParts, flawsOf, ofKind, runProgram } from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const hx = circuit(2).h(0).x(1).measureAll().build();
const cx = circuit(3).cx(0, 2).measureAll().build();
const deep = circuit(1).x(0).x(0).x(0).x(0).build();

const xOnly = device('x-only', { gates: ['x'] });
const native = device('native', {
  native: [
    { gate: 'h', controls: 0 },
    { gate: 'x', controls: 0 },
  ],
});
const line = device('line', { couplings: [[0, 1], [1, 2]] });
const short = device('short', { budgetMaxNs: 2000 });
const full = device('full');

const { domains } = ALL;
type Ask = { readonly wanted: typeof hx; readonly on?: string };

const runs = process({ domains, name: 'runs' }, function* (sys, { wanted, on }: Ask) {
  const options = { shots: 1, budget: us(50), ...(on === undefined ? {} : { device: on }) };
  const ran = yield* sys.attempt(sys.q.run(wanted, options));
  return ran.ok ? 'ok' : `${ran.fault.code} ${ran.fault.message}`;
});

/** Where a circuit runs, or why it does not. */
const placeOf = async (devices: readonly QDeviceProfile[], ask: Ask) => {
  const q = createFake('Q', { profile: { resources: devices } });
  const parts = { ...fakeParts(), providers: [q, createFake('Phi')] };
  const recorded = await runProgram(runs, ask, { parts });
  expect(await flawsOf(runs, recorded)).toEqual([]);
  const [request] = q.requests;
  const text = recorded.result.ok ? recorded.result.value : recorded.result.fault.message;
  return request && 'resource' in request ? request.resource : text;
};

describe('a circuit runs on the first device that', () => {
  it.each([
    ['performs its gates', [xOnly, native, full], hx, 'native'],
    ['performs them with as many controls', [native, full], cx, 'full'],
    ['couples the qubits that they act on', [line, full], cx, 'full'],
    ['holds a state long enough', [short, full], deep, 'full'],
    ['has a calibration that counts', [device('old', { term: term(0, 1) }), full], hx, 'full'],
  ] as const)('%s (XDV-060.1)', async (_what, devices, wanted, name) => {
    expect(await placeOf(devices, { wanted })).toBe(name);
  });
});

describe('a circuit that no device can run is refused with the reason of', () => {
  const old = device('old', { term: term(0, 1) });

  it.each([
    [
      'the device that it names',
      [full, line],
      { wanted: cx, on: 'line' },
      'GATE_UNSUPPORTED ops[0]: line does not couple qubits 2, 0 (x with 1 control)',
    ],
    [
      'the first one',
      [native, line],
      { wanted: cx },
      'GATE_UNSUPPORTED ops[0]: native does not perform x with 1 control (qubits 2, 0)',
    ],
    [
      'one that performs its gates, if there is such',
      [xOnly, old],
      { wanted: hx },
      'CALIBRATION_INVALID calibration 1 of old is for ticks 0 to 1, the work for 1 to 4',
    ],
  ] as const)('%s (XDV-060.5)', async (_what, devices, ask, text) => {
    expect(await placeOf(devices, ask as Ask)).toBe(text);
  });

  it('nobody, where the process has no right to any: that comes first (XDV-012.5)', async () => {
    const program = process(ALL, function* (sys) {
      const capability = yield* sys.capability.derive(sys.capability.own('Q'), {
        permissions: PERMISSIONS['measure-Q'],
        crossings: crossingBit('Q', 'K'),
      });
      const options = { shots: 1, budget: us(50), capability };
      return codeOf(yield* sys.attempt(sys.q.run(hx, options)));
    });
    const { result } = await runProgram(program, null, { parts: partsWith([xOnly]) });
    expect(result).toEqual({ ok: true, value: 'DOMAIN_UNAUTHORIZED' });
  });
});

it('applies to a container only what its device performs (XDV-060.1)', async () => {
  const program = process(ALL, function* (sys) {
    const container = yield* sys.q.allocate(3, { budget: us(100) });
    const tries = [
      yield* sys.attempt(sys.q.apply(container, circuit(2).cx(0, 1).build())),
      yield* sys.attempt(sys.q.apply(container, circuit(3).cx(0, 2).build())),
      yield* sys.attempt(sys.q.apply(container, circuit(2).cx(1, 0).build())),
    ];
    return tries.map(codeOf);
  });
  const recorded = await runProgram(program, null, { parts: partsWith([line]) });
  expect(recorded.result).toEqual({ ok: true, value: ['ok', 'GATE_UNSUPPORTED', 'ok'] });
  expect(ofKind(recorded.list, 'container.voided')).toEqual([]);
  expect(await flawsOf(program, recorded)).toEqual([]);
});

it('asks a provider for the error budget of a job if the process has one (XDV-012.4)', async () => {
  const q = createFake('Q');
  const parts = { ...fakeParts(), providers: [q, createFake('Phi')] };
  const program = process(ALL, function* (sys) {
    yield* sys.q.run(hx, { shots: 1, budget: us(50) });
    for (const errorMax of [0, 0.25, 1]) {
      yield* sys.q.run(hx, { shots: 1, budget: us(50), errorMax });
    }
  });
  const recorded = await runProgram(program, null, { parts });
  const asked = q.requests.map((request) => 'errorMax' in request && request.errorMax);
  expect(asked).toEqual([false, 0, 0.25, 1]);
  // what was asked for is in the trace: a replay that asks for something else is found out
  const descriptors = ofKind(recorded.list, 'job.started').map(({ data }) => data[4].join());
  expect(new Set(descriptors).size).toBe(4);
});

it('tells a provider at which tick the envelope of each job starts', async () => {
  const q = createFake('Q');
  const phi = createFake('Phi');
  const program = process(ALL, function* (sys) {
    yield* sys.sleep(us(100));
    yield* sys.q.run(hx, { shots: 1, budget: us(50) });
    yield* sys.q.allocate(1, { budget: us(50) });
  });
  const parts = { ...fakeParts(), providers: [q, phi] };
  const recorded = await runProgram(program, null, { parts });
  const started = ofKind(recorded.list, 'job.started').map(({ tick }) => tick);
  expect(q.requests.map((request) => 'tick' in request && request.tick)).toEqual(started);
  expect(started[0]).toBe(101);
});
