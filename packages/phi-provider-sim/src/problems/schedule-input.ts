import { ok, show, type Result } from '@xdv/domain-model';
import {
  checkInteger,
  checkList,
  checkSize,
  checkWeight,
  invalid,
  PROBLEM_LIMITS,
} from './check.ts';

/** A piece of work that runs without a break. */
export interface Operation {
  /** In units of time, at least 1. */
  readonly duration: number;
  /** The machine that it occupies, from 0; none if left out. */
  readonly machine?: number;
  /** Cost per unit of time until it ends, for weighted completion; 1 by default, at least 0. */
  readonly weight?: number;
  /** Earliest start, 0 by default. */
  readonly release?: number;
  /** Latest end, the horizon by default. */
  readonly deadline?: number;
}

/** Operations on machines that do one at a time. */
export interface ScheduleInput {
  readonly operations: readonly Operation[];
  /** Pairs [i, j]: operation j starts when i has ended, or later. */
  readonly precedence?: readonly (readonly [number, number])[];
  /** All ends by then. */
  readonly horizon: number;
  /** The end of the last operation, or the sum of weight x end. */
  readonly objective: 'makespan' | 'weighted-completion';
}

/** An operation with the starts that precedence, release and deadline leave it. */
export interface Task {
  readonly duration: number;
  readonly machine: number | undefined;
  readonly weight: number;
  readonly earliest: number;
  readonly latest: number;
  /** Spin of the earliest start; the next ones follow. */
  readonly first: number;
}

export interface Tasks {
  readonly tasks: readonly Task[];
  readonly precedence: readonly (readonly [number, number])[];
  readonly spins: number;
}

/** An operation with everything said. */
interface Work {
  readonly duration: number;
  readonly machine: number | undefined;
  readonly weight: number;
  readonly release: number;
  readonly deadline: number;
}

interface Plan {
  readonly operations: readonly Work[];
  readonly precedence: readonly (readonly [number, number])[];
  readonly horizon: number;
}

const readOperation = (value: unknown, i: number, horizon: number): Result<Work> => {
  if (value === null || typeof value !== 'object') {
    return invalid(`operation ${i} must be an object, got ${show(value)}`);
  }
  const { duration, machine, weight = 1, release = 0, deadline = horizon } =
    value as Operation;
  const ofI = (what: string): string => `${what} of operation ${i}`;
  const { horizonMax } = PROBLEM_LIMITS;
  const checks = [
    checkInteger(ofI('duration'), duration, 1, horizonMax),
    checkInteger(ofI('machine'), machine ?? 0, 0),
    checkWeight(ofI('weight'), weight, 0),
    checkInteger(ofI('release'), release, 0, horizonMax),
    checkInteger(ofI('deadline'), deadline, 0, horizonMax),
  ];
  const bad = checks.find((check) => !check.ok);
  if (bad !== undefined && !bad.ok) return bad;
  return ok({ duration, machine, weight, release, deadline: Math.min(deadline, horizon) });
};

const readPairs = (
  value: unknown,
  operations: number,
): Result<readonly (readonly [number, number])[]> => {
  const list = checkList('precedence', value);
  if (!list.ok) return list;
  const pairs: [number, number][] = [];
  for (const [k, pair] of list.value.entries()) {
    if (!Array.isArray(pair)) return invalid(`precedence ${k} must be [i, j], got ${show(pair)}`);
    const i = checkInteger(`precedence ${k}`, pair[0], 0, operations - 1);
    if (!i.ok) return i;
    const j = checkInteger(`precedence ${k}`, pair[1], 0, operations - 1);
    if (!j.ok) return j;
    pairs.push([i.value, j.value]);
  }
  return ok(pairs);
};

const readPlan = (input: ScheduleInput): Result<Plan> => {
  const horizon = checkInteger('horizon', input?.horizon, 1, PROBLEM_LIMITS.horizonMax);
  if (!horizon.ok) return horizon;
  const list = checkList('operations', input.operations);
  if (!list.ok) return list;
  if (list.value.length === 0) return invalid('operations must be at least 1, got 0');
  const size = checkSize(list.value.length, 0);
  if (!size.ok) return size;
  const operations: Work[] = [];
  for (const [i, value] of list.value.entries()) {
    const operation = readOperation(value, i, horizon.value);
    if (!operation.ok) return operation;
    operations.push(operation.value);
  }
  const precedence = readPairs(input.precedence ?? [], operations.length);
  if (!precedence.ok) return precedence;
  return ok({ operations, precedence: precedence.value, horizon: horizon.value });
};

/** The operations after each. */
const successors = ({ operations, precedence }: Plan): number[][] => {
  const after: number[][] = operations.map(() => []);
  for (const [i, j] of precedence) after[i]!.push(j);
  return after;
};

/** The operations in an order that keeps precedence; fewer of them if it goes in a circle. */
const ordered = ({ operations, precedence }: Plan, after: readonly number[][]): number[] => {
  const waits = operations.map(() => 0);
  for (const [, j] of precedence) waits[j]!++;
  const order = operations.flatMap((_, i) => (waits[i] === 0 ? [i] : []));
  for (let k = 0; k < order.length; k++) {
    for (const j of after[order[k]!]!) if (--waits[j]! === 0) order.push(j);
  }
  return order;
};

/**
 * With an objective of makespan one more task is added: of no duration, after all that nothing
 * follows; its start is the makespan.
 */
const withEnd = (plan: Plan, after: readonly number[][]): Plan => {
  const { operations, horizon } = plan;
  const end = operations.length;
  const last = operations.flatMap((_, i) => (after[i]!.length === 0 ? [[i, end] as const] : []));
  const marker = { duration: 0, machine: undefined, weight: 1, release: 0, deadline: horizon };
  const free = operations.map((operation) => ({ ...operation, weight: 0 }));
  return { horizon, operations: [...free, marker], precedence: [...plan.precedence, ...last] };
};

/** Starts narrowed by what comes before and after; counts the spins. */
const narrowed = (plan: Plan): Result<Tasks> => {
  const { operations, precedence } = plan;
  const after = successors(plan);
  const order = ordered(plan, after);
  const earliest = operations.map(({ release }) => release);
  const latest = operations.map(({ deadline, duration }) => deadline - duration);
  for (const i of order) {
    const end = earliest[i]! + operations[i]!.duration;
    for (const j of after[i]!) earliest[j] = Math.max(earliest[j]!, end);
  }
  for (const i of order.toReversed()) {
    for (const j of after[i]!) {
      latest[i] = Math.min(latest[i]!, latest[j]! - operations[i]!.duration);
    }
  }
  let spins = 0;
  const tasks = operations.map(({ duration, machine, weight }, i): Task => {
    const first = spins;
    spins += Math.max(0, latest[i]! - earliest[i]! + 1);
    return { duration, machine, weight, earliest: earliest[i]!, latest: latest[i]!, first };
  });
  const late = tasks.findIndex((task) => task.earliest > task.latest);
  if (late < 0) return ok({ tasks, precedence, spins });
  const { earliest: from, latest: to } = tasks[late]!;
  return invalid(`operation ${late} cannot start before ${from} and must start by ${to}`);
};

/**
 * Reads a schedule. Fails with PROBLEM_INVALID also where precedence goes in a circle or an
 * operation fits nowhere between its release, its deadline and those before and after it.
 */
export const readSchedule = (input: ScheduleInput): Result<Tasks> => {
  const plan = readPlan(input);
  if (!plan.ok) return plan;
  if (input.objective !== 'makespan' && input.objective !== 'weighted-completion') {
    const options = 'objective must be makespan or weighted-completion';
    return invalid(`${options}, got ${show(input.objective)}`);
  }
  const after = successors(plan.value);
  const order = ordered(plan.value, after);
  if (order.length < plan.value.operations.length) {
    const reached = new Set(order);
    const stuck = plan.value.operations.findIndex((_, i) => !reached.has(i));
    return invalid(`precedence goes in a circle that operation ${stuck} waits for`);
  }
  return narrowed(input.objective === 'makespan' ? withEnd(plan.value, after) : plan.value);
};
