import { CALLS, FAULTS, type CallName } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type Program } from 'xdv-kernel';
import { raw, rawCall, type LooseCall } from './support/raw.ts';
import { codeOf, driveProgram, flawsOf, leftovers, runProgram } from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

const cycle: unknown[] = [];
cycle.push(cycle);
const loop: Record<string, unknown> = {};
loop['self'] = loop;

/** Values that no call takes in any of its numbers. */
const BAD_NUMBERS: readonly unknown[] = [
  NaN,
  -1,
  1.5,
  2 ** 53,
  -Infinity,
  Infinity,
  '1',
  '',
  {},
  [],
  cycle,
  loop,
  true,
  () => 1,
  1n,
];

/** What a process would like to see accepted as a value. */
const BAD_VALUES: readonly unknown[] = [
  ...BAD_NUMBERS,
  Symbol('s'),
  new Map(),
  new Date(0),
  new Uint16Array(2),
  new Proxy({}, {}),
  { toJSON: () => 1 },
  Promise.resolve(1),
  '\ud800',
];

interface Case {
  readonly call: CallName;
  readonly what: string;
  /** The call with one thing wrong. */
  readonly with: (bad: never) => LooseCall;
  readonly bad: readonly unknown[];
  readonly codes: readonly string[];
}

const ARGUMENT = ['ARGUMENT_INVALID'] as const;
const VALUE = ['VALUE_NOT_ENCODABLE'] as const;
const run = (fields: object) => ({ circuit: bell, shots: 1, budgetNs: 50_000, ...fields });
const solve = (fields: object) => ({ problem: pair, windowNs: 50_000, reads: 1, ...fields });
const deal = (fields: object) => ({ domain: 'Q', amount: 1, ns: 1000, ...fields });

const row = (
  call: CallName,
  what: string,
  make: (bad: never) => LooseCall,
  bad: readonly unknown[],
  codes: readonly string[] = ARGUMENT,
): Case => ({ call, what, with: make, bad, codes });

const without = (list: readonly unknown[], ...fine: readonly unknown[]) =>
  list.filter((value) => !fine.includes(value));

const CASES: readonly Case[] = [
  row('compute', 'duration', (a) => ({ a }), BAD_NUMBERS),
  row('sleep', 'duration', (a) => ({ a }), BAD_NUMBERS),
  row('random', 'stream', (value) => ({ value }), [1, null, {}, [], cycle, () => 1]),
  row('log', 'text', (value) => ({ value }), [1, null, {}, [], cycle, () => 1]),
  row('exit', 'value', (value) => ({ value }), [() => 1, Symbol('s'), cycle, loop, 1n]),
  row('spawn', 'program', (program) => ({ value: { program } }), BAD_VALUES, ['PROGRAM_INVALID']),
  row('spawn', 'terms', (value) => ({ value }), without(BAD_VALUES), ['PROGRAM_INVALID']),
  row('memory.grow', 'pages', (a) => ({ a }), BAD_NUMBERS),
  row('memory.read', 'address', (a) => ({ a, b: 1 }), BAD_NUMBERS, [
    ...ARGUMENT,
    'MEMORY_OUT_OF_BOUNDS',
  ]),
  row('memory.read', 'length', (b) => ({ b }), BAD_NUMBERS, [...ARGUMENT, 'MEMORY_OUT_OF_BOUNDS']),
  row('memory.write', 'address', (a) => ({ a, value: Uint8Array.of(1) }), BAD_NUMBERS, [
    ...ARGUMENT,
    'MEMORY_OUT_OF_BOUNDS',
  ]),
  row('memory.write', 'bytes', (value) => ({ value }), BAD_VALUES),
  row('contract.request', 'domain', (domain) => ({ value: deal({ domain }) }), [
    'K',
    ...BAD_NUMBERS,
  ]),
  row('contract.request', 'amount', (amount) => ({ value: deal({ amount }) }), [0, ...BAD_NUMBERS]),
  row('contract.request', 'length', (ns) => ({ value: deal({ ns }) }), [0, ...BAD_NUMBERS]),
  row('contract.request', 'patience', (latestNs) => ({ value: deal({ latestNs }) }), BAD_NUMBERS),
  row(
    'contract.request',
    'resource',
    (resource) => ({ value: deal({ resource }) }),
    ['nowhere', ...BAD_NUMBERS],
    ['PROVIDER_UNAVAILABLE', ...ARGUMENT],
  ),
  row('contract.release', 'contract', (a) => ({ a }), [0, 1, ...BAD_NUMBERS], ['CONTRACT_INVALID']),
  row(
    'q.run',
    'circuit',
    (bad) => ({ value: run({ circuit: bad }) }),
    [undefined, null, ...BAD_VALUES],
    ['CIRCUIT_INVALID'],
  ),
  row('q.run', 'shots', (shots) => ({ value: run({ shots }) }), [0, 10_000_001, ...BAD_NUMBERS]),
  row('q.run', 'budget', (budgetNs) => ({ value: run({ budgetNs }) }), [0, ...BAD_NUMBERS]),
  row(
    'q.run',
    'error budget',
    (errorMax) => ({ value: run({ errorMax }) }),
    [-0.1, 1.1, null, ...without(BAD_NUMBERS)],
  ),
  row('q.run', 'contract', (a) => ({ a, value: run({}) }), BAD_NUMBERS, ['CONTRACT_INVALID']),
  row('q.run', 'terms', (value) => ({ value }), BAD_VALUES, ['CIRCUIT_INVALID']),
  row(
    'q.allocate',
    'qubits',
    (qubits) => ({ value: { qubits, budgetNs: 50_000 } }),
    [0, ...BAD_NUMBERS],
  ),
  row('q.allocate', 'budget', (budgetNs) => ({ value: { qubits: 1, budgetNs } }), BAD_NUMBERS),
  row('q.apply', 'container', (a) => ({ a, value: bell }), BAD_NUMBERS, ['REGION_UNKNOWN']),
  row('q.measure', 'container', (a) => ({ a, value: [0] }), BAD_NUMBERS, ['REGION_UNKNOWN']),
  row('q.release', 'container', (a) => ({ a }), BAD_NUMBERS, ['REGION_UNKNOWN']),
  row(
    'q.calibrate',
    'device',
    (resource) => ({ value: { resource } }),
    ['nowhere', null, ...BAD_NUMBERS],
    ['PROVIDER_UNAVAILABLE'],
  ),
  row('q.calibrate', 'handle', (handle) => ({ handle }), [77, 1.5, NaN, '3'], [
    'HANDLE_UNKNOWN',
    'HANDLE_FOREIGN',
  ]),
  row(
    'phi.solve',
    'problem',
    (problem) => ({ value: solve({ problem }) }),
    [undefined, null, ...BAD_VALUES],
    ['PROBLEM_INVALID'],
  ),
  row('phi.solve', 'reads', (reads) => ({ value: solve({ reads }) }), [0, 10_001, ...BAD_NUMBERS]),
  row(
    'phi.solve',
    'window',
    (windowNs) => ({ value: solve({ windowNs }) }),
    [0, 2999, 200_001, ...BAD_NUMBERS],
    ['COHERENCE_VIOLATION'],
  ),
  row('phi.solve', 'contract', (a) => ({ a, value: solve({}) }), BAD_NUMBERS, ['CONTRACT_INVALID']),
  row(
    'phi.open',
    'window',
    (windowNs) => ({ value: solve({ windowNs }) }),
    [0, ...BAD_NUMBERS],
    ['COHERENCE_VIOLATION'],
  ),
  row('phi.apply', 'envelope', (a) => ({ a, value: {} }), BAD_NUMBERS, ['REGION_UNKNOWN']),
  row('phi.evaluate', 'envelope', (a) => ({ a }), BAD_NUMBERS, ['REGION_UNKNOWN']),
  row('phi.close', 'envelope', (a) => ({ a }), BAD_NUMBERS, ['REGION_UNKNOWN']),
];

describe('a call', () => {
  it.each(CASES)('$call refuses a wrong $what, and the process goes on', async (row) => {
    const program: Program<null, string[]> = process(ALL, function* (sys) {
      const codes: string[] = [];
      for (const bad of row.bad) {
        codes.push(codeOf(yield* rawCall(row.call, row.with(bad as never))));
      }
      yield* sys.log('still here');
      return codes;
    });
    const recorded = await runProgram(program, null);
    const codes = recorded.result.ok ? recorded.result.value : recorded.result.fault;
    // what is not even plain data is refused before the call is looked at
    const refusals = [...row.codes, 'VALUE_NOT_ENCODABLE'];
    expect(codes).toEqual(row.bad.map(() => expect.toBeOneOf(refusals) as string));
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it.each([() => 1, Symbol('s'), cycle, loop, 1n, new Map(), '\ud800', [undefined]])(
    'send refuses %o: only plain data crosses (XDV-021.2)',
    async (value) => {
      const child = process(ALL, function* (sys) {
        return (yield* sys.receive()).value;
      });
      const program = process(ALL, function* (sys) {
        const to = yield* sys.spawn(child, null);
        const code = codeOf(yield* rawCall('send', { handle: to, value }));
        yield* sys.send(to, 'plain');
        return [code, yield* sys.join(to)];
      });
      const { result } = await runProgram(program, null);
      expect(result).toEqual({ ok: true, value: [...VALUE, 'plain'] });
    },
  );

  it('on a live region refuses wrong arguments and leaves the region alive', async () => {
    const program = process(ALL, function* (sys) {
      const q = yield* sys.q.allocate(2, { budget: us(190) });
      const phi = yield* sys.phi.open(pair, { window: us(190) });
      const codes: string[] = [];
      for (const value of BAD_VALUES.filter((one) => typeof one !== 'symbol')) {
        codes.push(codeOf(yield* rawCall('q.apply', { a: q, value })));
        codes.push(codeOf(yield* rawCall('q.measure', { a: q, value })));
        codes.push(codeOf(yield* rawCall('q.measure', { a: q, value: [value] })));
        codes.push(codeOf(yield* rawCall('phi.apply', { a: phi, value })));
        const params = { transform: 'turn', params: [value] };
        codes.push(codeOf(yield* rawCall('phi.apply', { a: phi, value: params })));
      }
      yield* sys.q.measure(q, [0]);
      yield* sys.phi.evaluate(phi);
      return codes;
    });
    const recorded = await runProgram(program, null, { callTicks: 1 });
    const codes = recorded.result.ok ? recorded.result.value : recorded.result.fault;
    expect(new Set(codes as string[])).toEqual(
      new Set([
        'CIRCUIT_INVALID',
        'ARGUMENT_INVALID',
        'TRANSFORM_UNSUPPORTED',
        'VALUE_NOT_ENCODABLE',
        'ok',
      ]),
    );
    // -1 is an angle in range, and the one value that was not wrong
    expect((codes as string[]).filter((code) => code === 'ok')).toHaveLength(1);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('of any number with any fields gives a reply, a verified trace and no leak', async () => {
    const field = fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(...BAD_NUMBERS));
    const key = fc.constantFrom('a', 'b');
    const known = fc.constantFrom(bell, pair, 'Q', 'Phi', 50_000, 3, [0]);
    const inner = fc.dictionary(
      fc.constantFrom('circuit', 'shots', 'budgetNs', 'qubits', 'problem', 'windowNs', 'domain'),
      fc.oneof(known, fc.anything({ key })),
    );
    const anyCall = fc.record({
      call: fc.constantFrom(...Object.values(CALLS)),
      handle: fc.nat({ max: 12 }),
      a: field,
      b: field,
      value: fc.oneof(inner, fc.anything({ maxDepth: 1, key }), fc.constantFrom(...BAD_VALUES)),
    });
    const call = anyCall;
    const survives = async (calls: readonly LooseCall[]) => {
      const seen: string[] = [];
      const program = process(ALL, function* () {
        for (const made of calls) seen.push(codeOf(yield* raw(made)));
      });
      const recorded = await runProgram(program, null);
      expect(seen.filter((code) => code !== 'ok' && !(code in FAULTS))).toEqual([]);
      expect(await flawsOf(program, recorded)).toEqual([]);
      expect(leftovers((await driveProgram(program, null)).state)).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(fc.array(call, { maxLength: 8 }), survives), { numRuns: 150 });
  });
});
