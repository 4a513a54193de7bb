import type { Value } from '@xdv/domain-model';
import fc from 'fast-check';
import {
  circuit,
  isingProblem,
  ns,
  process,
  us,
  type Child,
  type Program,
  type SysOf,
} from 'xdv-kernel';

/**
 * Random small programs as plain data: one interpreter runs them all, so they can be recorded,
 * shrunk and replayed. Refused operations give their code, so most plans run to their end; some end
 * in a deadlock, a fault or an exit, which are ends like any other.
 */
export type Op = readonly [name: OpName, argument: number];
export type Plan = {
  readonly ops: readonly Op[];
  readonly children: readonly Plan[];
};

const OP_NAMES = [
  'now',
  'random',
  'log',
  'compute',
  'sleep',
  'sendUp',
  'sendDown',
  'receive',
  'spawn',
  'join',
  'memory',
  'run',
  'solve',
  'container',
  'envelope',
  'contract',
  'calibrate',
  'derive',
  'forged',
  'throw',
  'exit',
] as const;
type OpName = (typeof OP_NAMES)[number];

type Sys = SysOf<'K' | 'Q' | 'Phi'>;
interface Context {
  readonly sys: Sys;
  readonly plan: Plan;
  readonly children: Child<Value>[];
}

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const flip = circuit(2).x(0).build();
const pair = isingProblem(2, [[0, 1, 1]]);

type Performance = Generator<never, Value, never>;

const K_OPS = {
  *now({ sys }: Context) {
    return (yield* sys.now()).tick;
  },
  *random({ sys }: Context, n: number) {
    return yield* sys.random(`stream${n % 3}`);
  },
  *log({ sys }: Context, n: number) {
    yield* sys.log(`says ${n}`);
    return null;
  },
  *compute({ sys }: Context, n: number) {
    return yield* sys.compute(us(n * 7), () => n + 1);
  },
  *sleep({ sys }: Context, n: number) {
    yield* sys.sleep(ns(n * 1500));
    return null;
  },
  *sendUp({ sys }: Context, n: number) {
    yield* sys.send(sys.parent, [n, `up ${n}`]);
    return null;
  },
  *sendDown({ sys, children }: Context, n: number) {
    yield* sys.send(children[n % Math.max(1, children.length)] ?? (0 as never), n);
    return null;
  },
  *receive({ sys }: Context) {
    const { sender, value } = yield* sys.receive();
    return [sender, value];
  },
  *spawn({ sys, plan, children }: Context) {
    const next = plan.children[children.length];
    if (!next) return 'no child left';
    children.push(yield* sys.spawn(interpreter, next));
    return null;
  },
  *join({ sys, children }: Context, n: number) {
    return yield* sys.join(children[n % Math.max(1, children.length)] ?? (0 as never));
  },
  *memory({ sys }: Context, n: number) {
    yield* sys.memory.grow(1);
    yield* sys.memory.write(n, Uint8Array.of(n, n + 1));
    return [...(yield* sys.memory.read(n, 3))];
  },
  *derive({ sys, children }: Context, n: number) {
    const [child] = children;
    const handle = yield* sys.capability.derive(child ?? (0 as never), {});
    yield* sys.send(handle, n);
    return yield* sys.capability.revoke(handle);
  },
  *forged({ sys }: Context, n: number) {
    yield* sys.send((n * 3) as never, 'forged');
    return null;
  },
  *throw(_context: Context, n: number) {
    if (n % 4 === 0) throw new Error(`broke at ${n}`);
    yield* [];
    return null;
  },
  *exit({ sys }: Context, n: number) {
    return n % 4 === 0 ? yield* sys.exit('left') : null;
  },
};

const DOMAIN_OPS = {
  *run({ sys }: Context, n: number) {
    const { counts } = yield* sys.q.run(bell, { shots: 1 + (n % 5), budget: us(20) });
    return counts as Value;
  },
  *solve({ sys }: Context, n: number) {
    const { samples } = yield* sys.phi.solve(pair, { window: us(5 + n), reads: 1 + (n % 2) });
    return samples.map(({ spins, energy }) => [[...spins], energy]);
  },
  *container({ sys }: Context, n: number) {
    const container = yield* sys.q.allocate(2, { budget: us(4 + n) });
    yield* sys.q.apply(container, flip);
    const bits = yield* sys.q.measure(container, [1, 0]);
    if (n % 2 === 0) yield* sys.q.release(container);
    return [...bits];
  },
  *envelope({ sys }: Context, n: number) {
    const envelope = yield* sys.phi.open(pair, { window: us(4 + n) });
    yield* sys.phi.apply(envelope, 'turn', [0.5]);
    const { sample } = yield* sys.phi.evaluate(envelope);
    if (n % 2 === 0) yield* sys.phi.close(envelope);
    return [...sample.spins];
  },
  *contract({ sys }: Context, n: number) {
    const length = us(10 + n);
    const contract = yield* sys.contract.request({ domain: 'Q', amount: 2, length });
    const { counts } = yield* sys.q.run(bell, { shots: 1, budget: us(20), contract });
    if (n % 2 === 0) yield* sys.contract.release(contract);
    return counts as Value;
  },
  *calibrate({ sys }: Context) {
    return (yield* sys.q.calibrate()).term.revision;
  },
};

const OPS = { ...K_OPS, ...DOMAIN_OPS } as unknown as Readonly<
  Record<OpName, (context: Context, n: number) => Performance>
>;

/** Runs one plan and returns what each of its operations gave. */
export const interpreter: Program<Plan, Value> = process(
  { domains: ['K', 'Q', 'Phi'], name: 'plan' },
  function* (sys, plan: Plan) {
    const context: Context = { sys, plan, children: [] };
    const seen: Value[] = [];
    for (const [name, argument] of plan.ops) {
      const result = yield* sys.attempt(OPS[name](context, argument) as never);
      seen.push(result.ok ? (result.value as Value) : result.fault.code);
    }
    return seen as Value;
  },
);

/** Ops that leave something to observe come oftener than ops that end a process. */
const WEIGHTS: Partial<Record<OpName, number>> = { spawn: 6, throw: 1, exit: 1, run: 4, solve: 4 };

const anyOp: fc.Arbitrary<Op> = fc.tuple(
  fc.oneof(
    ...OP_NAMES.map((name) => ({ arbitrary: fc.constant(name), weight: WEIGHTS[name] ?? 2 })),
  ),
  fc.nat({ max: 30 }),
);

const planOfDepth = (depth: number): fc.Arbitrary<Plan> =>
  fc.record({
    ops: fc.array(anyOp, { maxLength: 9 }),
    children: depth === 0 ? fc.constant([]) : fc.array(planOfDepth(depth - 1), { maxLength: 3 }),
  });

/** A tree of up to 13 processes. The root spawns first, so that children mostly get to run. */
export const anyPlan: fc.Arbitrary<Plan> = planOfDepth(2).map(({ ops, children }) => ({
  ops: [...children.map((): Op => ['spawn', 0]), ...ops],
  children,
}));
