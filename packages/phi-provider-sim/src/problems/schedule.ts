import { ISING_LIMITS, ok, type Result } from '@xdv/domain-model';
import { checkSize } from './check.ts';
import { encoded, penalty, type Encoded, type Penalty, type Violation } from './encoded.ts';
import { oneHotViolation } from './one-hot.ts';
import { createQuadratic, type Quadratic } from './quadratic.ts';
import { readSchedule, type ScheduleInput, type Task, type Tasks } from './schedule-input.ts';

/** When each operation runs. */
export interface Schedule {
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** The end of the last. */
  readonly makespan: number;
}

/** Two tasks of which starts t and u may not be chosen together when low(t) <= u <= high(t). */
interface Clash {
  readonly constraint: 'machine' | 'precedence';
  readonly i: number;
  readonly j: number;
}

/** The starts of i that leave room for a clash, so that {@link clashRange} is not empty. */
const clashTimes = (tasks: readonly Task[], { constraint, i, j }: Clash) => {
  const [before, after] = [tasks[i]!, tasks[j]!];
  const from = Math.max(before.earliest, after.earliest - before.duration + 1);
  const overlap = Math.min(before.latest, after.latest + after.duration - 1);
  return { from, to: constraint === 'machine' ? overlap : before.latest };
};

const clashRange = (tasks: readonly Task[], { constraint, i, j }: Clash, start: number) => {
  const [before, after] = [tasks[i]!, tasks[j]!];
  const machine = constraint === 'machine';
  const low = machine ? Math.max(after.earliest, start - after.duration + 1) : after.earliest;
  return { low, high: Math.min(after.latest, start + before.duration - 1) };
};

/** Pairs on one machine whose windows leave room to overlap: a sweep by earliest start. */
const machineClashes = (tasks: readonly Task[], clash: (clash: Clash) => boolean): void => {
  const byMachine = new Map<number, number[]>();
  tasks.forEach(({ machine }, i) => {
    if (machine === undefined) return;
    const group = byMachine.get(machine);
    if (group === undefined) byMachine.set(machine, [i]);
    else group.push(i);
  });
  for (const group of byMachine.values()) {
    group.sort((i, j) => tasks[i]!.earliest - tasks[j]!.earliest || i - j);
    for (let p = 0; p < group.length; p++) {
      const task = tasks[group[p]!]!;
      for (let q = p + 1; q < group.length; q++) {
        if (tasks[group[q]!]!.earliest >= task.latest + task.duration) break;
        if (!clash({ constraint: 'machine', i: group[p]!, j: group[q]! })) return;
      }
    }
  }
};

const countPairs = (tasks: readonly Task[], clash: Clash): number => {
  const { from, to } = clashTimes(tasks, clash);
  let count = 0;
  for (let t = from; t <= to && count <= ISING_LIMITS.couplingsMax; t++) {
    const { low, high } = clashRange(tasks, clash, t);
    count += high - low + 1;
  }
  return count;
};

/** All clashes, or the fault of too many couplings, found before anything is built. */
const clashesOf = ({ tasks, precedence, spins }: Tasks): Result<readonly Clash[]> => {
  const clashes: Clash[] = [];
  let couplings = 0;
  for (const { latest, earliest } of tasks) {
    couplings += ((latest - earliest) * (latest - earliest + 1)) / 2;
  }
  const add = (clash: Clash): boolean => {
    const pairs = countPairs(tasks, clash);
    couplings += pairs;
    if (pairs > 0) clashes.push(clash);
    return couplings <= ISING_LIMITS.couplingsMax;
  };
  const size = checkSize(spins, couplings);
  if (!size.ok) return size;
  for (const [i, j] of precedence) if (!add({ constraint: 'precedence', i, j })) break;
  if (couplings <= ISING_LIMITS.couplingsMax) machineClashes(tasks, add);
  const fits = checkSize(spins, couplings);
  return fits.ok ? ok(clashes) : fits;
};

/** The two safe bounds: see {@link schedule}. */
const bounds = (tasks: readonly Task[]): { start: number; clash: number } => {
  let [clash, saved] = [0, 0];
  for (const { weight, earliest, latest, duration } of tasks) {
    clash += weight * (latest - earliest);
    saved = Math.max(saved, weight * (earliest + duration));
  }
  return { start: clash + saved, clash };
};

const penaltiesOf = (
  tasks: readonly Task[],
  options: ScheduleOptions,
): Result<Readonly<Record<'start' | Clash['constraint'], Penalty>>> => {
  const { start, clash } = bounds(tasks);
  const overrides = options.penalties ?? {};
  const gain = 'no schedule costs more than the latest ends, and this one at least the earliest';
  const one = penalty('start', start, `${gain} less one operation`, overrides.start);
  if (!one.ok) return one;
  const machine = penalty('machine', clash, gain, overrides.machine);
  if (!machine.ok) return machine;
  const precedence = penalty('precedence', clash, gain, overrides.precedence);
  if (!precedence.ok) return precedence;
  return ok({ start: one.value, machine: machine.value, precedence: precedence.value });
};

const addClash = (sum: Quadratic, tasks: readonly Task[], clash: Clash, weight: number): void => {
  const [before, after] = [tasks[clash.i]!, tasks[clash.j]!];
  const { from, to } = clashTimes(tasks, clash);
  for (let t = from; t <= to; t++) {
    const { low, high } = clashRange(tasks, clash, t);
    for (let u = low; u <= high; u++) {
      sum.product(before.first + t - before.earliest, after.first + u - after.earliest, weight);
    }
  }
};

/** The starts that a state gives each task. */
type Starts = readonly (readonly number[])[];

/** The starts that a state gives a task: one, if it is as it should be. */
const startsOf = (x: Uint8Array, { first, earliest, latest }: Task): readonly number[] => {
  const starts: number[] = [];
  for (let t = earliest; t <= latest; t++) if (x[first + t - earliest] === 1) starts.push(t);
  return starts;
};

const clashAmount = (
  tasks: readonly Task[],
  starts: Starts,
  clash: Clash,
): number => {
  let amount = 0;
  for (const t of starts[clash.i]!) {
    const { low, high } = clashRange(tasks, clash, t);
    for (const u of starts[clash.j]!) if (u >= low && u <= high) amount++;
  }
  return amount;
};

const violationsOf = (
  { tasks }: Tasks,
  clashes: readonly Clash[],
  starts: Starts,
): readonly Violation[] => {
  const unplaced = tasks.flatMap((_, i) =>
    oneHotViolation('start', `the start of operation ${i}`, [i], starts[i]!.length),
  );
  const clashing = clashes.flatMap((clash): Violation[] => {
    const { constraint, i, j } = clash;
    const amount = clashAmount(tasks, starts, clash);
    const machine = `operations ${i} and ${j} overlap on machine ${tasks[i]!.machine}`;
    const where = constraint === 'machine' ? machine : `operation ${j} starts before ${i} ends`;
    return amount === 0 ? [] : [{ constraint, where, indices: [i, j], amount }];
  });
  return [...unplaced, ...clashing];
};

export interface ScheduleOptions {
  /** Override the automatic penalties; checked to be safe. */
  readonly penalties?: {
    readonly start?: number;
    readonly machine?: number;
    readonly precedence?: number;
  };
}

const scheduleOf = (tasks: readonly Task[], starts: Starts): Schedule => {
  const start = tasks.map((_, i) => starts[i]![0]!);
  const end = tasks.map(({ duration }, i) => start[i]! + duration);
  return { start, end, makespan: end.reduce((last, e) => Math.max(last, e), 0) };
};

const weighted = (tasks: readonly Task[], starts: Starts): number => {
  let cost = 0;
  tasks.forEach(({ weight, duration }, i) => {
    for (const t of starts[i]!) cost += weight * (t + duration);
  });
  return cost;
};

/** Reads the operations; what is wrong with the marker of the makespan is not theirs. */
const reader =
  (
    all: Tasks,
    operations: number,
    clashes: readonly Clash[],
    weights: ReadonlyMap<string, number>,
  ) =>
  (x: Uint8Array) => {
    const starts = all.tasks.map((task) => startsOf(x, task));
    const formula = weighted(all.tasks, starts);
    const found = violationsOf(all, clashes, starts);
    const ofMarker = ({ indices }: Violation): boolean => indices.includes(operations);
    const violations = found.filter((violation) => !ofMarker(violation));
    const own = found.filter(ofMarker);
    let unsettled = 0;
    for (const { constraint, amount } of own) unsettled += weights.get(constraint)! * amount;
    const solution = () => scheduleOf(all.tasks.slice(0, operations), starts);
    const marked = all.tasks.length > operations && violations.length === 0;
    const cost = marked ? solution().makespan : formula;
    return { cost, violations, unsettled: unsettled + formula - cost, solution };
  };

/**
 * When to run operations on machines that do one at a time, time-indexed: a spin for each start
 * that an operation can have (after Lucas 2014, section 6.3, which has no order): the objective +
 * A (one start each) + B (pairs of starts that overlap on a machine) + B (pairs that break
 * precedence). Job shops and flow shops are operations with precedence along each job. For the
 * makespan a marker that starts after all is added, whose start is the objective.
 *
 * Let L and U be the objective with every operation at its earliest and at its latest start. No
 * schedule costs more than U; a state with one start each costs L or more; one without costs
 * L - e or more for each operation missing, e being the most that one costs at its earliest. So
 * B > U - L and A > U - L + e are safe: all that is broken costs more than any schedule. There may
 * be none for this horizon; whether there is one is as hard as to find it.
 *
 * Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE. Complexity O(spins + couplings).
 */
export const schedule = (
  input: ScheduleInput,
  options: ScheduleOptions = {},
): Result<Encoded<Schedule>> => {
  const checked = readSchedule(input);
  if (!checked.ok) return checked;
  const { tasks, spins } = checked.value;
  const clashes = clashesOf(checked.value);
  if (!clashes.ok) return clashes;
  const read = penaltiesOf(tasks, options);
  if (!read.ok) return read;
  const penalties = read.value;
  const sum = createQuadratic(spins);
  for (const { first, earliest, latest, weight, duration } of tasks) {
    sum.oneHot(first, latest - earliest + 1, 1, penalties.start.weight);
    for (let t = earliest; t <= latest; t++) {
      sum.linear(first + t - earliest, weight * (t + duration));
    }
  }
  for (const clash of clashes.value) {
    addClash(sum, tasks, clash, penalties[clash.constraint].weight);
  }
  const list = Object.values(penalties);
  const weights = new Map(list.map(({ name, weight }) => [name, weight]));
  const { length } = input.operations;
  const reads = reader(checked.value, length, clashes.value, weights);
  return ok(encoded({ ising: sum.ising(), penalties: list, read: reads }));
};
