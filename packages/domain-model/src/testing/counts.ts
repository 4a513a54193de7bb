import type { Circuit } from '../circuit/circuit.ts';
import type { CountsResult, ProviderResult } from '../ports/provider.ts';
import { check, declined, failed } from './case.ts';
import { errorBound, obstacle } from './performable.ts';
import { isTooUnlikely } from './statistics.ts';
import type { Subject } from './subject.ts';

/** Shots where a case does not need more. */
export const SHOTS = 1000;

/** Beyond this the device's own errors would hide what a case looks for. */
const ERROR_MAX = 0.3;

/** Probability of each outcome; what is not listed has none. */
export type Distribution = Readonly<Record<string, number>>;

/** Operations whose support no field of the profile declares: GATE_UNSUPPORTED declines them. */
const isPlain = ({ ops }: Circuit): boolean =>
  ops.every(({ kind }) => kind === 'gate' || kind === 'measure' || kind === 'barrier');

/** Declines the case unless the profile says that the device runs the circuit. */
export const needs = ({ device }: Subject, circuit: Circuit): void => {
  const why = obstacle(circuit, device);
  if (why !== undefined) declined(why);
};

const asCounts = (result: ProviderResult | null, bits: number): CountsResult => {
  if (result?.kind !== 'counts') return failed(`a job was answered with ${result?.kind ?? 'null'}`);
  const odd = result.counts.find(([outcome]) => outcome.length !== bits);
  check(odd === undefined, `outcome '${odd?.[0]}' of ${bits} bits`);
  return result;
};

/** The circuit as the device performs it; declines the case where the profile says it does not. */
const ready = (subject: Subject, circuit: Circuit): Circuit => {
  const prepared = subject.prepare(circuit);
  if (!prepared.ok) return declined(prepared.fault.message);
  needs(subject, prepared.value);
  return prepared.value;
};

/** Counts of a circuit that the provider must run; declines the case where it need not. */
export const countsOf = async (
  subject: Subject,
  circuit: Circuit,
  shots = SHOTS,
  seed = 1,
): Promise<CountsResult> => runReady(subject, ready(subject, circuit), shots, seed);

const runReady = async (
  subject: Subject,
  circuit: Circuit,
  shots: number,
  seed: number,
): Promise<CountsResult> => {
  const answer = await subject.ask('execute', subject.run(circuit, shots, seed));
  if (answer.ok) return asCounts(answer.value, circuit.bits);
  const { code, message } = answer.fault;
  if (code === 'GATE_UNSUPPORTED' && !isPlain(circuit)) return declined(message);
  return failed(`${code}: ${message}`);
};

const whole = (probability: number): number => {
  // products of cosines are rarely exact: what is this close to certain is meant to be
  if (probability < 1e-12) return 0;
  return probability > 1 - 1e-12 ? 1 : probability;
};

/** A distribution that some of the circuit's bits must follow. */
export interface Expectation {
  readonly bits: readonly number[];
  readonly distribution: Distribution;
}

/** Fails unless the counts are a sample of what is expected, up to the device's own errors. */
const checkSample = (
  { shots, counts }: CountsResult,
  { bits, distribution: expected }: Expectation,
  error: number,
): void => {
  const seen = new Map(counts);
  for (const outcome of new Set([...seen.keys(), ...Object.keys(expected)])) {
    const hits = seen.get(outcome) ?? 0;
    const p = whole(expected[outcome] ?? 0);
    const [low, high] = [Math.max(0, p - error), Math.min(1, p + error)];
    const wrong = isTooUnlikely(hits, shots, low, high, 2 ** bits.length);
    check(!wrong, `${hits} of ${shots} shots gave '${outcome}', expected a share of ${p}`);
  }
};

/** The counts of some bits of every outcome; bit k of the answer is bit `bits[k]`. */
const marginal = (result: CountsResult, bits: readonly number[]): CountsResult => {
  const sums = new Map<string, number>();
  for (const [outcome, count] of result.counts) {
    const part = bits.map((bit) => outcome.at(-1 - bit)).toReversed().join('');
    sums.set(part, (sums.get(part) ?? 0) + count);
  }
  return { ...result, counts: [...sums] };
};

/** Runs the circuit and fails unless each group of bits is distributed as expected. */
export const measures = async (
  subject: Subject,
  circuit: Circuit,
  expectations: readonly Expectation[],
  shots = SHOTS,
): Promise<void> => {
  const program = ready(subject, circuit);
  const error = errorBound(program, subject.device);
  if (error > ERROR_MAX) declined(`errors of up to ${error.toFixed(2)} would hide the result`);
  const result = await runReady(subject, program, shots, 1);
  for (const expectation of expectations) {
    checkSample(marginal(result, expectation.bits), expectation, error);
  }
};

/** Runs the circuit and fails unless its outcomes are distributed as `expected`. */
export const distributes = (
  subject: Subject,
  circuit: Circuit,
  expected: Distribution,
  shots = SHOTS,
): Promise<void> => {
  const bits = Array.from({ length: circuit.bits }, (_, bit) => bit);
  return measures(subject, circuit, [{ bits, distribution: expected }], shots);
};
