import { fail, invariant, ok, type Result } from '@xdv/domain-model';
import { DETECTOR_LIMITS } from './annotated.ts';

/**
 * Independent error mechanisms and what each flips (Gidney 2021, section 3.6). Mechanism k happens
 * with `probabilities[k]` and flips `symptoms[offsets[k]]` to `symptoms[offsets[k + 1] - 1]`, in
 * ascending order: detector d is d, observable o is `detectors` + o.
 */
export interface DetectorErrorModel {
  readonly detectors: number;
  readonly observables: number;
  readonly probabilities: Float64Array;
  readonly offsets: Uint32Array;
  readonly symptoms: Uint32Array;
  /** As in the annotated circuit; null if there are none. */
  readonly coordinates: readonly (readonly number[])[] | null;
}

/** Symptoms in ascending order, none twice. */
export type SymptomSet = readonly number[];

/** The symptoms that are in one of the sets alone. */
export const symmetricDifference = (a: SymptomSet, b: SymptomSet): SymptomSet => {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out: number[] = [];
  let i = 0;
  let k = 0;
  while (i < a.length && k < b.length) {
    const x = a[i]!;
    const y = b[k]!;
    if (x < y) out.push(x);
    else if (y < x) out.push(y);
    if (x <= y) i++;
    if (y <= x) k++;
  }
  while (i < a.length) out.push(a[i++]!);
  while (k < b.length) out.push(b[k++]!);
  return out;
};

/** Probability that one of two independent errors happens, but not both. */
const either = (p: number, q: number): number => p * (1 - q) + q * (1 - p);

const hashOf = (set: SymptomSet): number => {
  let hash = 0x9e3779b1;
  for (const symptom of set) {
    hash = Math.imul(hash ^ symptom, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
};

const compare = (a: SymptomSet, b: SymptomSet): number => {
  const shorter = Math.min(a.length, b.length);
  for (let k = 0; k < shorter; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
  return a.length - b.length;
};

/** Collects mechanisms, merging those of equal symptoms: no experiment can tell them apart. */
export class ErrorModelBuilder {
  readonly #sets: SymptomSet[] = [];
  readonly #chances: number[] = [];
  /** Open addressing: 1 + index of a set, 0 where free. */
  #table = new Uint32Array(1024);
  #entries = 0;

  /** Symptoms of all mechanisms together. */
  get entries(): number {
    return this.#entries;
  }

  /** Errors without symptoms or chance are nothing. */
  add(probability: number, set: SymptomSet): void {
    if (probability === 0 || set.length === 0) return;
    const slot = this.#slotOf(set);
    const known = this.#table[slot]!;
    if (known > 0) {
      this.#chances[known - 1] = either(this.#chances[known - 1]!, probability);
      return;
    }
    this.#sets.push(set);
    this.#chances.push(probability);
    this.#entries += set.length;
    this.#table[slot] = this.#sets.length;
    if (2 * this.#sets.length > this.#table.length) this.#grow();
  }

  /** Where the set is, or would be. */
  #slotOf(set: SymptomSet): number {
    const mask = this.#table.length - 1;
    for (let slot = hashOf(set) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#table[slot]!;
      if (known === 0 || compare(this.#sets[known - 1]!, set) === 0) return slot;
    }
  }

  #grow(): void {
    this.#table = new Uint32Array(2 * this.#table.length);
    for (const [index, set] of this.#sets.entries()) this.#table[this.#slotOf(set)] = index + 1;
  }

  /** The model, mechanisms in lexicographic order of their symptoms. */
  build(
    detectors: number,
    observables: number,
    coordinates: DetectorErrorModel['coordinates'],
  ): DetectorErrorModel {
    const order = this.#sets.map((_, index) => index);
    order.sort((a, b) => compare(this.#sets[a]!, this.#sets[b]!));
    const probabilities = Float64Array.from(order, (index) => this.#chances[index]!);
    const offsets = new Uint32Array(order.length + 1);
    const symptoms = new Uint32Array(this.#entries);
    let at = 0;
    for (const [k, index] of order.entries()) {
      const set = this.#sets[index]!;
      invariant(set[set.length - 1]! < detectors + observables, 'a symptom out of range');
      symptoms.set(set, at);
      at += set.length;
      offsets[k + 1] = at;
    }
    return { detectors, observables, probabilities, offsets, symptoms, coordinates };
  }
}

const malformed = (why: string): Result<never> =>
  fail('ARGUMENT_INVALID', why, 'Make models with detectorErrorModel or readErrorModel');

const isCount = (value: unknown, max: number): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max;

const hasArrays = (model: DetectorErrorModel): boolean =>
  model.probabilities instanceof Float64Array &&
  model.offsets instanceof Uint32Array &&
  model.symptoms instanceof Uint32Array;

/** A model whose arrays fit together. Fails with ARGUMENT_INVALID. Linear in its size. */
export const checkErrorModel = (model: DetectorErrorModel): Result<DetectorErrorModel> => {
  if (model === null || typeof model !== 'object') return malformed('a model must be an object');
  const { detectors, observables, probabilities, offsets, symptoms } = model;
  const { detectorsMax, observablesMax } = DETECTOR_LIMITS;
  if (!isCount(detectors, detectorsMax) || !isCount(observables, observablesMax)) {
    return malformed(`${String(detectors)} detectors, ${String(observables)} observables`);
  }
  if (!hasArrays(model)) return malformed('a model must have its typed arrays');
  if (offsets.length !== probabilities.length + 1 || offsets[0] !== 0) {
    return malformed('offsets must start at 0 and have one more entry than probabilities');
  }
  if (offsets.at(-1) !== symptoms.length) return malformed('the last offset must be the end');
  for (const [k, p] of probabilities.entries()) {
    if (!(p >= 0 && p <= 1)) return malformed(`probabilities[${k}] must be 0 to 1, got ${p}`);
    if (offsets[k]! > offsets[k + 1]!) return malformed(`offsets[${k}] is above the next`);
    for (let i = offsets[k]!; i < offsets[k + 1]!; i++) {
      const ascending = i === offsets[k]! || symptoms[i - 1]! < symptoms[i]!;
      if (ascending && symptoms[i]! < detectors + observables) continue;
      return malformed(`symptoms of mechanism ${k} must ascend and be in range`);
    }
  }
  return ok(model);
};
