import type { Value } from '@xdv/domain-model';
import { compose, highestPriority, shortestFirst } from '@xdv/scheduler';
import {
  circuit,
  graph,
  isingProblem,
  maxCut,
  ms,
  process,
  us,
  type Child,
  type KernelParts,
  type Program,
  type RunOptions,
} from 'xdv-kernel';
import { calibratesTo, contractOf, device, partsWith, term } from './devices.ts';
import { codeOf } from './run-program.ts';

/** A run whose trace is kept: it must come out the same for ever, or carry a new flag. */
export interface Golden {
  readonly name: string;
  readonly program: Program<never, unknown>;
  readonly args: Value;
  readonly options: () => RunOptions;
  /** The machine, where it is not that of the simulators. */
  readonly parts?: () => KernelParts;
}

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const ring = maxCut(
  graph(4, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
  ]),
);

const echo = process({ domains: ['K'], name: 'echo' }, function* (sys, plus: number) {
  const { value } = yield* sys.receive<number>();
  yield* sys.send(sys.parent, value + plus);
  return 'echoed';
});

const hybrid = process({ ...ALL, name: 'hybrid' }, function* (sys, { shots }: { shots: number }) {
  const counted = yield* sys.q.run(bell, { shots, budget: us(80) });
  yield* sys.log(JSON.stringify(counted.counts));
  const solved = yield* sys.phi.solve(ring, { window: us(200), reads: 2 });
  const child = yield* sys.spawn(echo, 2);
  yield* sys.send(child, 40);
  const { value } = yield* sys.receive<number>();
  const container = yield* sys.q.allocate(2, { budget: us(60) });
  yield* sys.q.apply(container, circuit(2).h(0).cx(0, 1).build());
  const bits = yield* sys.q.measure(container, [0, 1]);
  yield* sys.q.release(container);
  const envelope = yield* sys.phi.open(ring, { window: us(100) });
  yield* sys.phi.apply(envelope, 'evolve', [0, 1]);
  yield* sys.phi.evaluate(envelope);
  yield* sys.phi.close(envelope);
  yield* sys.memory.grow(1);
  yield* sys.memory.write(10, Uint8Array.of(1, 2, 3));
  yield* sys.compute(us(250), () => value);
  return [value, [...bits], solved.samples.length, yield* sys.join(child), yield* sys.random()];
});

const thrower = process({ domains: ['K'], name: 'thrower' }, function* (sys) {
  yield* sys.sleep(us(5));
  throw new Error('on purpose');
});

const stuck = process({ domains: ['K'], name: 'stuck' }, function* (sys) {
  yield* sys.receive();
});

const refused = process({ ...ALL, name: 'refused' }, function* (sys) {
  const codes: string[] = [];
  const deep = circuit(1);
  for (let i = 0; i < 20_000; i++) deep.x(0);
  codes.push(codeOf(yield* sys.attempt(sys.send(999 as never, 1))));
  codes.push(codeOf(yield* sys.attempt(sys.q.run(deep.build(), { shots: 1, budget: us(100) }))));
  codes.push(codeOf(yield* sys.attempt(sys.q.run(bell, { shots: 0, budget: us(100) }))));
  codes.push(codeOf(yield* sys.attempt(sys.phi.solve(ring, { window: ms(900) }))));
  codes.push(codeOf(yield* sys.attempt(sys.q.allocate(999, { budget: us(50) }))));
  const container = yield* sys.q.allocate(1, { budget: us(5) });
  yield* sys.sleep(us(20));
  codes.push(codeOf(yield* sys.attempt(sys.q.measure(container, [0]))));
  const child = yield* sys.spawn(thrower, null);
  codes.push(codeOf(yield* sys.attempt(sys.join(child))));
  codes.push(codeOf(yield* sys.attempt(sys.join(yield* sys.spawn(stuck, null)))));
  return codes;
});

const member = process({ ...ALL, name: 'member' }, function* (sys, n: number) {
  const pair = isingProblem(2, [[0, 1, 1]]);
  if (n % 2 === 0) yield* sys.q.run(bell, { shots: 1 + n, budget: us(50), device: 'noisy' });
  else yield* sys.phi.solve(pair, { window: us(10 * n) });
  yield* sys.compute(us(30 * n));
  yield* sys.send(sys.parent, n);
  return n;
});

const contest = process({ ...ALL, name: 'contest' }, function* (sys, size: number) {
  const children: Child<number>[] = [];
  for (let n = 0; n < size; n++) children.push(yield* sys.spawn(member, size - n));
  const order: number[] = [];
  for (let n = 0; n < size; n++) order.push((yield* sys.receive<number>()).value);
  for (const child of children) yield* sys.join(child);
  return order;
});

/** A device with a topology whose calibration runs out, and comes back with slower gates. */
const topical = () =>
  partsWith(
    [device('line', { couplings: [[0, 1]], term: term(0, 50), calibrateNs: 30_000 })],
    calibratesTo(contractOf(term(100, 100_000, 2), { gate2Ns: 3000 })),
  );

const calibrated = process({ ...ALL, name: 'calibrated' }, function* (sys) {
  const far = circuit(3).cx(0, 2).measureAll().build();
  const near = circuit(2).cx(1, 0).measureAll().build();
  const options = { shots: 4, budget: us(10) };
  const codes = [
    codeOf(yield* sys.attempt(sys.q.run(far, options))),
    codeOf(yield* sys.attempt(sys.q.run(near, options))),
  ];
  yield* sys.sleep(us(100));
  codes.push(codeOf(yield* sys.attempt(sys.q.run(near, options))));
  const { term: renewed } = yield* sys.q.calibrate();
  codes.push(codeOf(yield* sys.attempt(sys.q.run(near, { ...options, errorMax: 0.5 }))));
  return [codes, renewed.revision];
});

/** A counter in place of an operator: halts at the same step in every run. */
const haltAfter = (steps: number) => () => {
  let asked = 0;
  return { halted: () => (++asked === steps ? 'planned' : undefined) };
};

export const GOLDEN: readonly Golden[] = [
  { name: 'hybrid', program: hybrid as never, args: { shots: 200 }, options: () => ({ seed: 7 }) },
  { name: 'refused', program: refused as never, args: null, options: () => ({}) },
  {
    name: 'contest',
    program: contest as never,
    args: 8,
    options: () => ({ seed: 3, kLanes: 2, sliceTicks: 20, tickNs: 500, policy: shortestFirst }),
  },
  {
    name: 'waiting',
    program: contest as never,
    args: 12,
    options: () => ({
      kLanes: 2,
      sliceTicks: 10,
      levels: 3,
      feedbackTicks: 40,
      agingTicks: 200,
      placement: 'easy',
      policy: compose(highestPriority, shortestFirst),
    }),
  },
  { name: 'halted', program: contest as never, args: 8, options: haltAfter(60) },
  {
    name: 'calibrated',
    program: calibrated as never,
    args: null,
    options: () => ({}),
    parts: topical,
  },
];
