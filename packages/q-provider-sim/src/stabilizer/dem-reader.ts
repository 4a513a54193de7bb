import { fail, ok, type Result } from '@xdv/domain-model';
import { DETECTOR_LIMITS } from './annotated.ts';
import {
  ErrorModelBuilder,
  symmetricDifference,
  type DetectorErrorModel,
  type SymptomSet,
} from './error-model.ts';

/** Bounds of a text in Stim's format for detector error models. */
export const DEM_TEXT_LIMITS = {
  charactersMax: 2 ** 28,
  /** Instructions after repetition, and repetitions. */
  stepsMax: 10_000_000,
  depthMax: 32,
  argumentsMax: 16,
  targetsMax: 10_000,
} as const;

class Malformed extends Error {}

const reject = (line: number, why: string): never => {
  throw new Malformed(`line ${line}: ${why}`);
};

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

interface Statement {
  readonly line: number;
  readonly name: string;
  readonly values: readonly number[];
  readonly targets: readonly string[];
  /** Of a repeat block; empty otherwise. */
  readonly body: readonly Statement[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const readNumbers = (text: string, line: number): readonly number[] => {
  const parts = text.split(',', DEM_TEXT_LIMITS.argumentsMax + 1).map((part) => part.trim());
  if (parts.length > DEM_TEXT_LIMITS.argumentsMax) reject(line, 'too many arguments');
  return parts.map((part) => {
    const value = NUMBER.test(part) ? Number(part) : NaN;
    return Number.isFinite(value) ? value : reject(line, `${shown(part)} is not a number`);
  });
};

/** A whole number below 2^50. */
const readCount = (text: string, line: number): number =>
  /^\d{1,15}$/.test(text) ? Number(text) : reject(line, `${shown(text)} is not a whole number`);

/** What is between `open` at the start of `text` and `close`, and what follows. */
const bracket = (
  text: string,
  open: string,
  close: string,
  line: number,
): readonly [inside: string | null, rest: string] => {
  if (!text.startsWith(open)) return [null, text];
  const end = text.indexOf(close);
  if (end < 0) reject(line, `${open} without ${close}`);
  return [text.slice(1, end), text.slice(end + 1)];
};

const readStatement = (text: string, line: number, body: readonly Statement[]): Statement => {
  const name = /^[a-z_]+/i.exec(text)?.[0] ?? reject(line, `${shown(text)} is no instruction`);
  const [, untagged] = bracket(text.slice(name.length), '[', ']', line);
  const [inside, rest] = bracket(untagged, '(', ')', line);
  if (rest !== '' && !/^\s/.test(rest)) reject(line, `a space must precede ${shown(rest)}`);
  const targets = rest.split(/\s+/, DEM_TEXT_LIMITS.targetsMax + 1).filter((part) => part !== '');
  if (targets.length >= DEM_TEXT_LIMITS.targetsMax) reject(line, 'too many targets');
  const values = inside === null || inside.trim() === '' ? [] : readNumbers(inside, line);
  return { line, name: name.toLowerCase(), values, targets, body };
};

/** The lines of the text without comments, one after another. */
const createLines = (text: string) => {
  let at = 0;
  let line = 0;
  return {
    get line(): number {
      return line;
    },
    /** The next line, trimmed; null at the end. */
    next: (): string | null => {
      if (at > text.length) return null;
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      const whole = text.slice(at, end);
      at = end + 1;
      line++;
      const comment = whole.indexOf('#');
      return (comment < 0 ? whole : whole.slice(0, comment)).trim();
    },
  };
};

/** Statements up to the end of the text or of the block. */
const readBlock = (lines: ReturnType<typeof createLines>, depth: number): readonly Statement[] => {
  const statements: Statement[] = [];
  if (depth > DEM_TEXT_LIMITS.depthMax) reject(lines.line, 'blocks nest too deep');
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const { line } = lines;
    if (text === '') continue;
    if (text === '}') return depth > 0 ? statements : reject(line, '} without a block');
    const opens = text.endsWith('{');
    const body = opens ? readBlock(lines, depth + 1) : [];
    const statement = readStatement(opens ? text.slice(0, -1).trimEnd() : text, line, body);
    if (opens !== (statement.name === 'repeat')) reject(line, 'only repeat has a block');
    statements.push(statement);
  }
  return depth === 0 ? statements : reject(lines.line, 'a block is not closed');
};

/** Target D5 as ['D', 5]. */
const readTarget = (target: string, line: number): readonly [kind: string, index: number] => {
  const kind = target.slice(0, 1).toUpperCase();
  if (kind !== 'D' && kind !== 'L') reject(line, `${shown(target)} is no target`);
  return [kind, readCount(target.slice(1), line)];
};

/** Symptoms while the number of detectors is unknown: detector d as d, observable o as -1 - o. */
interface PendingError {
  readonly probability: number;
  readonly set: SymptomSet;
}

/** What the statements say so far. */
class Reading {
  readonly #errors: PendingError[] = [];
  readonly #places = new Map<number, readonly number[]>();
  #detectors = 0;
  #observables = 0;
  #entries = 0;
  #steps = 0;
  #offset = 0;
  #shift: readonly number[] = [];

  run(statements: readonly Statement[]): void {
    for (const statement of statements) {
      this.#step(statement.line);
      this.#perform(statement);
    }
  }

  #step(line: number): void {
    const { stepsMax } = DEM_TEXT_LIMITS;
    if (++this.#steps > stepsMax) reject(line, `more than ${stepsMax} instructions`);
  }

  #perform(statement: Statement): void {
    const { line, name, values, targets, body } = statement;
    switch (name) {
      case 'error':
        return this.#error(statement);
      case 'detector':
        for (const target of targets) this.#place(this.#symptom(target, 'D', line), values);
        return;
      case 'logical_observable':
        for (const target of targets) this.#symptom(target, 'L', line);
        return;
      case 'shift_detectors':
        if (targets.length !== 1) reject(line, 'shift_detectors takes one number');
        this.#offset += readCount(targets[0]!, line);
        if (this.#offset > DETECTOR_LIMITS.detectorsMax) reject(line, 'too many detectors');
        this.#shift = this.#shifted(values);
        return;
      case 'repeat': {
        if (targets.length !== 1) reject(line, 'repeat takes one number');
        for (let left = readCount(targets[0]!, line); left > 0; left--) {
          this.#step(line);
          this.run(body);
        }
        return;
      }
      default:
        reject(line, `unknown instruction ${shown(name)}`);
    }
  }

  #error({ line, values, targets }: Statement): void {
    const [probability = NaN] = values;
    if (values.length !== 1 || !(probability >= 0 && probability <= 1)) {
      reject(line, 'error takes one probability, 0 to 1');
    }
    let set: SymptomSet = [];
    // ^ separates the parts of a suggested decomposition, whose symptoms combine all the same
    for (const target of targets) {
      if (target !== '^') set = symmetricDifference(set, [this.#symptom(target, null, line)]);
    }
    this.#entries += set.length;
    if (this.#entries > DETECTOR_LIMITS.entriesMax) reject(line, 'too many symptoms');
    this.#errors.push({ probability, set });
  }

  /** Notes a detector or an observable; `expected` is its letter, null for either. */
  #symptom(target: string, expected: 'D' | 'L' | null, line: number): number {
    const [kind, index] = readTarget(target, line);
    if (expected !== null && kind !== expected) reject(line, `${shown(target)} is out of place`);
    const { detectorsMax, observablesMax } = DETECTOR_LIMITS;
    if (kind === 'L') {
      if (index >= observablesMax) reject(line, `no more than ${observablesMax} observables`);
      this.#observables = Math.max(this.#observables, index + 1);
      return -1 - index;
    }
    const detector = index + this.#offset;
    if (detector >= detectorsMax) reject(line, `no more than ${detectorsMax} detectors`);
    this.#detectors = Math.max(this.#detectors, detector + 1);
    return detector;
  }

  #place(detector: number, values: readonly number[]): void {
    if (values.length > 0) this.#places.set(detector, this.#shifted(values, values.length));
  }

  /** The values plus the shift of coordinates so far. */
  #shifted(values: readonly number[], length = Math.max(values.length, this.#shift.length)) {
    return Array.from({ length }, (_, k) => (values[k] ?? 0) + (this.#shift[k] ?? 0));
  }

  build(): DetectorErrorModel {
    const detectors = this.#detectors;
    const builder = new ErrorModelBuilder();
    for (const { probability, set } of this.#errors) {
      const symptoms = set.map((symptom) => (symptom < 0 ? detectors - 1 - symptom : symptom));
      builder.add(probability, symptoms.sort((a, b) => a - b));
    }
    const places = Array.from({ length: detectors }, (_, d) => this.#places.get(d) ?? []);
    return builder.build(detectors, this.#observables, this.#places.size > 0 ? places : null);
  }
}

/**
 * Reads Stim's text format for detector error models: `error`, `detector`, `logical_observable`,
 * `shift_detectors`, `repeat`, tags, comments and `^` (whose parts combine). Total: any text gives
 * a model or FORMAT_UNKNOWN naming the line. Mechanisms of equal symptoms are merged, those without
 * chance or symptoms dropped. Time ∝ instructions after repetition.
 */
export const readErrorModel = (text: string): Result<DetectorErrorModel> => {
  const hint = 'See the file format of detector error models in the documentation of Stim';
  const unknown = (why: string): Result<never> => fail('FORMAT_UNKNOWN', why, hint);
  if (typeof text !== 'string') {
    return unknown(`a detector error model is text, got ${typeof text}`);
  }
  const { charactersMax } = DEM_TEXT_LIMITS;
  if (text.length > charactersMax) return unknown(`more than ${charactersMax} characters`);
  try {
    const reading = new Reading();
    reading.run(readBlock(createLines(text), 0));
    return ok(reading.build());
  } catch (error) {
    if (error instanceof Malformed) return unknown(error.message);
    throw error;
  }
};
