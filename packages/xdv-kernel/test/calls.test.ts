import type { CallName, EventKind, Value } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  circuit,
  isingProblem,
  process,
  us,
  type Behaviour,
  type Program,
  type SysOf,
} from 'xdv-kernel';
import { flawsOf, runProgram } from './support/run-program.ts';

type Sys = SysOf<'K' | 'Q' | 'Phi'>;

const flip = circuit(2).x(0).build();
const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);

const replier = process({ domains: ['K'], name: 'replier' }, function* (sys) {
  const { value } = yield* sys.receive<number>();
  yield* sys.send(sys.parent, value + 1);
  return 'done';
});

interface Case {
  /** The call, after what it needs. The result is the process's result. */
  readonly body: (sys: Sys) => Behaviour<Value>;
  /** What the call is worth. */
  readonly gives: unknown;
  /** Events of the call, in order, after whatever came before. */
  readonly events: readonly EventKind[];
}

const ENTERS = ['contract.issued', 'contract.activated', 'transition.committed'] as const;
const JOB = ['job.started', 'job.ended'] as const;

const K_CALLS = {
  time: {
    *body(sys) {
      return { ...(yield* sys.now()) };
    },
    gives: { tick: 0, microstep: expect.any(Number) as number },
    events: ['k.time'],
  },
  random: {
    *body(sys) {
      const draw = yield* sys.random('stream');
      return draw >= 0 && draw < 1;
    },
    gives: true,
    events: ['k.random'],
  },
  log: {
    *body(sys) {
      return (yield* sys.log('text \ud800')) ?? null;
    },
    gives: null,
    events: ['k.logged'],
  },
  compute: {
    *body(sys) {
      return yield* sys.compute(us(150), () => 7);
    },
    gives: 7,
    events: ['k.computed'],
  },
  sleep: {
    *body(sys) {
      yield* sys.sleep(us(20));
      return (yield* sys.now()).tick;
    },
    gives: 20,
    events: ['k.slept', 'k.time'],
  },
  spawn: {
    *body(sys) {
      return (yield* sys.spawn(replier, null)) > 0;
    },
    gives: true,
    events: ['process.created', 'process.bound', 'process.started'],
  },
  join: {
    *body(sys) {
      const child = yield* sys.spawn(replier, null);
      yield* sys.send(child, 1);
      return yield* sys.join(child);
    },
    gives: 'done',
    events: ['k.sent', 'k.received', 'process.terminated', 'process.released', 'process.joined'],
  },
  exit: {
    *body(sys) {
      yield* sys.exit([1, 'two']);
      return 'not reached';
    },
    gives: [1, 'two'],
    events: ['process.terminated', 'process.released'],
  },
  send: {
    *body(sys) {
      yield* sys.send(yield* sys.spawn(replier, null), 41);
      return (yield* sys.receive<number>()).value;
    },
    gives: 42,
    events: ['k.sent', 'k.received'],
  },
  receive: {
    *body(sys) {
      yield* sys.send(yield* sys.spawn(replier, null), 1);
      return { ...(yield* sys.receive()) };
    },
    gives: { sender: 2, value: 2 },
    events: ['k.sent', 'k.received', 'k.sent', 'k.received'],
  },
} satisfies Partial<Record<CallName, Case>>;

const MEMORY_AND_AUTHORITY_CALLS = {
  'memory.grow': {
    *body(sys) {
      return [yield* sys.memory.grow(2), yield* sys.memory.grow(1)];
    },
    gives: [8192, 12_288],
    events: ['memory.grown', 'memory.grown'],
  },
  'memory.read': {
    *body(sys) {
      yield* sys.memory.grow(1);
      return [...(yield* sys.memory.read(4090, 6))];
    },
    gives: [0, 0, 0, 0, 0, 0],
    events: ['memory.grown', 'memory.read'],
  },
  'memory.write': {
    *body(sys) {
      yield* sys.memory.grow(1);
      yield* sys.memory.write(4094, Uint8Array.of(1, 2));
      return [...(yield* sys.memory.read(4093, 3))];
    },
    gives: [0, 1, 2],
    events: ['memory.written', 'memory.read'],
  },
  'capability.derive': {
    *body(sys) {
      const child = yield* sys.spawn(replier, null);
      yield* sys.send(yield* sys.capability.derive(child), 1);
      return (yield* sys.receive<number>()).value;
    },
    gives: 2,
    events: ['capability.granted', 'k.sent'],
  },
  'capability.revoke': {
    *body(sys) {
      const child = yield* sys.spawn(replier, null);
      yield* sys.send(child, 1);
      yield* sys.receive();
      yield* sys.capability.derive(yield* sys.capability.derive(child));
      return yield* sys.capability.revoke(child);
    },
    gives: 3,
    events: ['capability.granted', 'capability.granted', 'capability.revoked'],
  },
  'contract.request': {
    *body(sys) {
      return yield* sys.contract.request({ domain: 'Phi', amount: 2, length: us(50) });
    },
    gives: 1,
    events: ['contract.issued', 'contract.activated', 'contract.released'],
  },
  'contract.release': {
    *body(sys) {
      const terms = { domain: 'Q', amount: 2, length: us(50) } as const;
      yield* sys.contract.release(yield* sys.contract.request(terms));
      return null;
    },
    gives: null,
    events: ['contract.issued', 'contract.activated', 'contract.released', 'process.terminated'],
  },
} satisfies Partial<Record<CallName, Case>>;

const Q_CALLS = {
  'q.run': {
    *body(sys) {
      const { kind, shots, counts } = yield* sys.q.run(bell, { shots: 9, budget: us(50) });
      return [kind, shots, counts.reduce((sum, [, count]) => sum + count, 0)];
    },
    gives: ['counts', 9, 9],
    events: [...ENTERS, ...JOB, 'transition.committed', 'contract.released'],
  },
  'q.allocate': {
    *body(sys) {
      return yield* sys.q.allocate(2, { budget: us(50) });
    },
    gives: 1,
    events: ['contract.issued', 'contract.activated', 'container.allocated', ...JOB],
  },
  'q.apply': {
    *body(sys) {
      const container = yield* sys.q.allocate(2, { budget: us(50) });
      return (yield* sys.q.apply(container, flip)) ?? null;
    },
    gives: null,
    events: ['job.ended', 'transition.committed', 'job.started', 'job.ended'],
  },
  'q.measure': {
    *body(sys) {
      const container = yield* sys.q.allocate(2, { budget: us(50) });
      return (yield* sys.q.measure(container, [1])).length;
    },
    gives: 1,
    events: ['transition.committed', ...JOB, 'transition.committed'],
  },
  'q.release': {
    *body(sys) {
      return (yield* sys.q.release(yield* sys.q.allocate(2, { budget: us(50) }))) ?? null;
    },
    gives: null,
    events: ['container.released', 'contract.released', 'process.terminated'],
  },
  'q.calibrate': {
    *body(sys) {
      const { calibration, term } = yield* sys.q.calibrate();
      return [calibration.qubits.length, term.revision, term.fromTick, term.untilTick];
    },
    gives: [20, 1, 1, 1_000_001],
    events: [
      ...ENTERS,
      ...JOB,
      'transition.committed',
      'resource.calibrated',
      'contract.released',
    ],
  },
} satisfies Partial<Record<CallName, Case>>;

const PHI_CALLS = {
  'phi.solve': {
    *body(sys) {
      const { samples } = yield* sys.phi.solve(pair, { window: us(50), reads: 3 });
      return samples.map(({ spins }) => spins.length);
    },
    gives: [2, 2, 2],
    events: [...ENTERS, ...JOB, 'transition.committed', 'contract.released'],
  },
  'phi.open': {
    *body(sys) {
      return yield* sys.phi.open(pair, { window: us(50) });
    },
    gives: 1,
    events: ['contract.issued', 'contract.activated', 'envelope.opened', ...JOB],
  },
  'phi.apply': {
    *body(sys) {
      const envelope = yield* sys.phi.open(pair, { window: us(50) });
      return (yield* sys.phi.apply(envelope, 'turn', [0.25])) ?? null;
    },
    gives: null,
    events: ['job.ended', 'transition.committed', 'job.started', 'job.ended'],
  },
  'phi.evaluate': {
    *body(sys) {
      const envelope = yield* sys.phi.open(pair, { window: us(50) });
      const { sample, stability } = yield* sys.phi.evaluate(envelope);
      return [sample.spins.length, sample.energy, stability.locked];
    },
    gives: [2, 0.5, true],
    events: ['transition.committed', ...JOB, 'transition.committed'],
  },
  'phi.close': {
    *body(sys) {
      return (yield* sys.phi.close(yield* sys.phi.open(pair, { window: us(50) }))) ?? null;
    },
    gives: null,
    events: ['envelope.closed', 'contract.released', 'process.terminated'],
  },
} satisfies Partial<Record<CallName, Case>>;

/** One row for every system call: a call without its row does not compile. */
const CASES: Readonly<Record<CallName, Case>> = {
  ...K_CALLS,
  ...MEMORY_AND_AUTHORITY_CALLS,
  ...Q_CALLS,
  ...PHI_CALLS,
};

/** True if `wanted` occurs in `kinds` in this order, perhaps with others in between. */
const inOrder = (kinds: readonly EventKind[], wanted: readonly EventKind[]): boolean => {
  let found = 0;
  for (const kind of kinds) if (kind === wanted[found]) found++;
  return found === wanted.length;
};

describe('the system call', () => {
  it.each(Object.keys(CASES) as CallName[])(
    '%s gives its result and leaves its record (XDV-011.5)',
    async (name) => {
      const { body, gives, events } = CASES[name];
      const program: Program<null, Value> = process({ domains: ['K', 'Q', 'Phi'] }, body);
      const recorded = await runProgram(program, null);
      expect(recorded.result).toEqual({ ok: true, value: gives });
      const kinds = recorded.list.map(({ kind }) => kind);
      expect(inOrder(kinds, events), kinds.join(' ')).toBe(true);
      expect(kinds).not.toContain('call.refused');
      expect(kinds).not.toContain('transition.rolledback');
      expect(await flawsOf(program, recorded)).toEqual([]);
    },
  );

  it('takes callTicks of its lane, whatever it does (XDV-012.2)', async () => {
    const program = process({ domains: ['K'] }, function* (sys) {
      yield* sys.log('a');
      yield* sys.random();
      return (yield* sys.now()).tick;
    });
    for (const callTicks of [1, 5]) {
      const { result } = await runProgram(program, null, { callTicks });
      expect(result).toEqual({ ok: true, value: 2 * callTicks });
    }
  });
});
