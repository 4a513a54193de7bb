import { InvalidArgumentError } from 'commander';
import { encodeValue, type Value } from '@xdv/domain-model';

/** Reads a whole number within bounds from the command line. */
export const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };

/** Reads a number within bounds from the command line. */
export const decimal =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a number from ${min} to ${max}.`);
  };

const MS_OF: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
const TIME_MAX_MS = 7 * 24 * 3_600_000;

/** Reads a time such as 500ms, 10s, 2min or 1h as milliseconds; a bare number is in seconds. */
export const time = (text: string): number => {
  const [, figure = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|min|h)?$/.exec(text) ?? [];
  const value = Number(figure) * MS_OF[unit]!;
  if (value >= 1 && value <= TIME_MAX_MS) return value;
  throw new InvalidArgumentError('Expected a time from 1ms to 168h, such as 500ms, 10s or 2min.');
};

/** A seed, or the word that asks for one. */
export const seedOrRandom = (text: string): number | 'random' => {
  if (text === 'random') return text;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Expected a whole number from 0 to 2^53 - 1, or random.');
};

/** Plain data written as JSON. */
export const jsonValue = (text: string): Value => {
  let value: Value;
  try {
    value = JSON.parse(text) as Value;
  } catch (error) {
    throw new InvalidArgumentError(`Not JSON: ${(error as Error).message}.`);
  }
  const encoded = encodeValue(value);
  if (encoded.ok) return value;
  throw new InvalidArgumentError(`Not plain data: ${encoded.fault.message}.`);
};

/** The name of an SVG file. */
export const svgName = (text: string): string => {
  if (/\.svg$/i.test(text)) return text;
  throw new InvalidArgumentError('Expected the name of an SVG file, ending in .svg.');
};

/** One of a few words. */
export const oneOf =
  <const Word extends string>(...words: readonly Word[]) =>
  (text: string): Word => {
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Expected one of ${words.join(', ')}.`);
  };

/** A trace's head. */
export const hexHead = (text: string): string => {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('Expected 64 hexadecimal digits.');
};

/** Kinds of events, separated by commas; `*` stands for any characters. */
export const kindPattern = (text: string): RegExp => {
  if (!/^[a-z.*]+(?:,[a-z.*]+)*$/.test(text)) {
    throw new InvalidArgumentError("Expected kinds such as 'job.*' or 'k.sent,k.received'.");
  }
  const kinds = text.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll(',', '|');
  return new RegExp(`^(?:${kinds})$`);
};
