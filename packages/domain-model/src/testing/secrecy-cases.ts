import { circuit } from '../circuit/builder.ts';
import type { Result } from '../fault.ts';
import { check, type CaseFacts, type ProviderCase } from './case.ts';
import { countsOf } from './counts.ts';
import { needsContainers } from './malformed-cases.ts';
import { subjectCase, succeeds, type Subject } from './subject.ts';

const facts = (id: string, title: string, requirement: string): CaseFacts => ({
  id,
  requirement,
  tier: 'required',
  title,
});

const ANGLE = 1.2;

/** Amplitudes and probabilities of ry(1.2)|0⟩ on one and on two qubits: nothing else has them. */
const SECRETS: readonly number[] = [Math.cos(ANGLE / 2), Math.sin(ANGLE / 2)].flatMap(
  (amplitude) => [amplitude, amplitude ** 2, amplitude ** 4],
);

const SINGLE_PRECISION = 1e-6;

const isSecret = (value: number): boolean =>
  SECRETS.some((secret) => Math.abs(Math.abs(value) - secret) < SINGLE_PRECISION);

const numbersIn = (text: string): readonly number[] =>
  (text.match(/\d+\.\d+(?:e[+-]?\d+)?/gi) ?? []).map(Number);

const speaks = (value: unknown): boolean =>
  (typeof value === 'number' && isSecret(value)) ||
  (typeof value === 'string' && numbersIn(value).some(isSecret));

/** Objects that a walk visits at most: a provider that shows more is not searched to the end. */
const VISITED_MAX = 200_000;

/** The property as `value` shows it; accessors of the language refuse what is not theirs. */
const read = (holder: object, key: PropertyKey, value: object): unknown => {
  try {
    return Reflect.get(holder, key, value) as unknown;
  } catch {
    return undefined;
  }
};

const propertiesOf = (value: object): readonly unknown[] => {
  const found: unknown[] = [];
  for (let at: object | null = value; at !== null; at = Reflect.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) found.push(read(at, key, value));
  }
  return found;
};

const partsOf = (value: object): readonly unknown[] => {
  const held = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : [];
  return [...propertiesOf(value), ...held];
};

/** Whether a secret is reachable through properties, accessors, symbols, maps or sets. */
const reveals = (root: unknown): boolean => {
  const seen = new Set<unknown>([root]);
  for (const value of seen) {
    if (speaks(value)) return true;
    const isObject = typeof value === 'object' || typeof value === 'function';
    if (!isObject || value === null || seen.size > VISITED_MAX) continue;
    for (const part of partsOf(value)) seen.add(part);
  }
  return false;
};

const TURN = circuit(2, 0).ry(ANGLE, 0).ry(ANGLE, 1).build();

/** Every kind of answer that a container with a secret state gives, faults included. */
const interrogate = async (subject: Subject): Promise<readonly Result<unknown>[]> => {
  await succeeds(subject, 'requestResources', subject.allocate(2));
  const answers = [await subject.ask('execute', subject.apply(TURN))];
  const { measure, apply } = subject;
  answers.push(await subject.ask('project', measure([9])));
  answers.push(await subject.ask('execute', apply(circuit(3).h(2).build())));
  answers.push(await subject.ask('execute', { ...apply(TURN), circuit: { qubits: 2 } }));
  answers.push(await subject.ask('requestResources', subject.allocate(2)));
  return answers;
};

const answersSilent = subjectCase(
  facts('answers-silent', 'no answer or fault about a container holds an amplitude', 'XDV-060.4'),
  async (subject) => {
    needsContainers(subject);
    const answers = await interrogate(subject);
    check(!reveals(answers), 'an answer shows an amplitude or a probability');
    const measured = await succeeds(subject, 'project', subject.measure([0]));
    check(!reveals(measured), 'an outcome shows an amplitude or a probability');
  },
);

const stateHidden = subjectCase(
  facts('state-hidden', 'no property of a provider leads to a live state', 'XDV-032.1'),
  async (subject) => {
    needsContainers(subject);
    await interrogate(subject);
    check(!reveals(subject.provider), 'the provider shows an amplitude or a probability');
  },
);

const countsSilent = subjectCase(
  facts('counts-silent', 'counts hold whole numbers, from which no amplitude is read', 'XDV-001.4'),
  async (subject) => {
    const program = circuit(2).ry(ANGLE, 0).ry(ANGLE, 1).measureAll().build();
    const result = await countsOf(subject, program);
    check(!reveals(result.counts), 'counts show an amplitude or a probability');
    check(!reveals(subject.provider), 'the provider shows an amplitude after a run');
  },
);

/** No amplitude and no phase leaves a provider (XDV-001.4, XDV-032.1, XDV-060.4). */
export const SECRECY_CASES: readonly ProviderCase[] = [answersSilent, stateHidden, countsSilent];
