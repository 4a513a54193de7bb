import {
  fail,
  ok,
  show,
  type Candidate,
  type Result,
  type SchedulingPolicy,
} from '@xdv/domain-model';
import { houseWeigh } from './house.ts';
import { compose, POLICY_PARTS_MAX } from './compose.ts';

/** Texts that stand in 'name@version+name@version' for what they are. */
const TEXT = /^[^\s\p{Cc}\p{Cf}@+]{1,64}$/u;

const malformed = (why: string): Result<never> =>
  fail('POLICY_QUARANTINED', why, 'Write: { name, version, weigh: (candidate) => an integer }');

/** What composition added to the head's text. */
const headText = (text: unknown, parts: number): unknown => {
  if (typeof text !== 'string') return text;
  const texts = text.split('+', POLICY_PARTS_MAX + 1);
  return texts.length === parts ? texts[0] : text;
};

type Weigh = (candidate: Candidate) => number;

type Fields = { readonly [Name in keyof SchedulingPolicy]?: unknown };

/** A weight as it is. One that is a promise is none, and must not end the program by rejecting. */
const settled = (weight: number): number => {
  const given: unknown = weight;
  if (given instanceof Promise) given.catch(() => undefined);
  return weight;
};

const readHead = (value: object, fields: Fields, parts: number): Result<SchedulingPolicy> => {
  const { weigh, dynamic } = fields;
  const name = headText(fields.name, parts);
  const version = headText(fields.version, parts);
  if (typeof name !== 'string' || !TEXT.test(name)) {
    return malformed(`the name of a policy is ${show(name)}`);
  }
  if (typeof version !== 'string' || !TEXT.test(version)) {
    return malformed(`the version of ${name} is ${show(version)}`);
  }
  if (typeof weigh !== 'function') return malformed(`weigh of ${name} is ${show(weigh)}`);
  if (dynamic !== undefined && typeof dynamic !== 'boolean') {
    return malformed(`dynamic of ${name} is ${show(dynamic)}`);
  }
  const call = weigh as Weigh;
  return ok({
    name,
    version,
    weigh:
      houseWeigh({ weigh: call }) ??
      ((candidate) => settled(Reflect.apply(call, value, [candidate]))),
    ...(dynamic ? { dynamic } : {}),
  });
};

/** Reads each field once: whatever getters do, it is done by then. */
const readParts = (value: unknown, into: SchedulingPolicy[]): Result<void> => {
  if (typeof value !== 'object' || value === null) return malformed(`a policy is ${show(value)}`);
  const { name, version, weigh, dynamic, then = [] } = value as Fields;
  if (!Array.isArray(then)) return malformed(`then of ${show(name)} is ${show(then)}`);
  const head = readHead(value, { name, version, weigh, dynamic }, then.length + 1);
  if (!head.ok) return head;
  if (into.push(head.value) + then.length > POLICY_PARTS_MAX) {
    return malformed(`${head.value.name} is composed of more than ${POLICY_PARTS_MAX} policies`);
  }
  for (const part of then as unknown[]) {
    const read = readParts(part, into);
    if (!read.ok) return read;
  }
  return ok(undefined);
};

/**
 * A policy from a value of unknown origin, as plain data: what the value becomes later, and getters
 * and proxies in it, change nothing. `weigh` itself is not asked: see `guardPolicy`. Fault:
 * POLICY_QUARANTINED for anything but a policy of at most {@link POLICY_PARTS_MAX} parts.
 */
export const readPolicy = (value: unknown): Result<SchedulingPolicy> => {
  const parts: SchedulingPolicy[] = [];
  try {
    const read = readParts(value, parts);
    return read.ok ? ok(compose(...parts)) : read;
  } catch {
    return malformed('a policy throws when it is looked at');
  }
};
