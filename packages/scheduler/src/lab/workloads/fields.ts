import { quoted } from './text.ts';

/** A value of a JSON text that is not as it has to be; caught where the text is read. */
export class WrongValue extends Error {
  /** "jobs[3].parts[0].amount". */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const shown = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (typeof value === 'string' || typeof value === 'number') return quoted(`${value}`);
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
};

/** Code units of a name that a message shows. */
const NAME_MAX = 60;

/** An array of the text and where it is. */
export interface List {
  readonly values: readonly unknown[];
  readonly path: string;
}

/**
 * An object of a JSON text whose fields are asked for one by one. Each method returns the field's
 * value, `fallback` if it is missing, and throws WrongValue for anything else.
 */
export class Fields {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #parent: string;
  readonly #index: number;

  /** Refuses what is no object, or has a field not in `known`. */
  constructor(value: unknown, list: { readonly path: string }, index: number, known: Set<string>) {
    this.#parent = list.path;
    this.#index = index;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new WrongValue(this.#own(), `is ${shown(value)}, not an object`);
    }
    this.#value = value as Readonly<Record<string, unknown>>;
    for (const name in this.#value) {
      if (!known.has(name)) throw this.wrong(name, 'is no field of this object');
    }
  }

  #own(): string {
    if (this.#index < 0) return this.#parent === '' ? 'the text' : this.#parent;
    return `${this.#parent}[${this.#index}]`;
  }

  /** Where a field is. Put together only when asked for: most texts are right. */
  pathOf(name: string): string {
    const field = name.slice(0, NAME_MAX);
    return this.#index < 0 && this.#parent === '' ? field : `${this.#own()}.${field}`;
  }

  wrong(name: string, message: string): WrongValue {
    return new WrongValue(this.pathOf(name), message);
  }

  raw(name: string): unknown {
    return this.#value[name];
  }

  has(name: string): boolean {
    return this.#value[name] !== undefined;
  }

  /** A field, or what stands for it if it is missing; null is a value like others. */
  #get(name: string, fallback: unknown): unknown {
    const value = this.#value[name];
    return value === undefined ? fallback : value;
  }

  /** A whole number of `least` to `most`. */
  integer(name: string, least: number, most: number, fallback?: number): number {
    const value = this.#get(name, fallback);
    if (value === fallback && fallback !== undefined) return fallback;
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) {
      return (value as number) + 0; // no -0
    }
    throw this.wrong(name, `is ${shown(value)}, not a whole number of ${least} to ${most}`);
  }

  /** A string of 1 to `most` code units. */
  text(name: string, most: number, fallback?: string): string {
    const value = this.#get(name, fallback);
    if (typeof value === 'string' && value.length >= 1 && value.length <= most) return value;
    throw this.wrong(name, `is ${shown(value)}, not a string of 1 to ${most} characters`);
  }

  /** One of some words. */
  word<T extends string>(name: string, words: readonly T[], fallback?: T): T {
    const value = this.#get(name, fallback);
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw this.wrong(name, `is ${shown(value)}, not one of ${words.join(', ')}`);
  }

  /** An array of up to `most` values; an empty one if it is missing. */
  list(name: string, most: number): List {
    const value = this.#get(name, []);
    if (!Array.isArray(value)) throw this.wrong(name, `is ${shown(value)}, not an array`);
    if (value.length <= most) return { values: value, path: this.pathOf(name) };
    throw this.wrong(name, `has ${value.length} values, not up to ${most}`);
  }

  /** An object. */
  object(name: string, known: Set<string>): Fields {
    return new Fields(this.#value[name], { path: this.pathOf(name) }, -1, known);
  }
}
