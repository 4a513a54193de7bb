import { ok, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { quoted, syntaxFault } from './lines.ts';
import { refuseLong } from './numbers.ts';
import type { Term } from './terms.ts';
import type { QuadraticModel } from './types.ts';

const HINT = 'Write it with dimod: json.dumps(bqm.to_serializable())';
const SCHEMA = '3.0.0';
const QUOTE = 34;
const BACKSLASH = 92;

/** The depth of arrays and objects, without reading further than one past `most`. */
const depthOf = (text: string, most: number): number => {
  let depth = 0;
  let deepest = 0;
  let quotedNow = false;
  for (let at = 0; at < text.length && deepest <= most; at++) {
    const code = text.charCodeAt(at);
    if (quotedNow && code === BACKSLASH) at++;
    else if (code === QUOTE) quotedNow = !quotedNow;
    else if (!quotedNow && (code === 91 || code === 123)) deepest = Math.max(deepest, ++depth);
    else if (!quotedNow && (code === 93 || code === 125)) depth--;
  }
  return deepest;
};

/** A field that is not as it has to be. */
class Wrong extends Error {}

const check = (right: boolean, message: string): void => {
  if (!right) throw new Wrong(message);
};

type Fields = Readonly<Record<string, unknown>>;

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? quoted(`${value}`) : typeof value;

const numbers = (fields: Fields, name: string, length: number): readonly number[] => {
  const value = fields[name];
  check(Array.isArray(value), `${name} is not an array`);
  const list = value as readonly unknown[];
  check(list.length === length, `${name} has ${list.length} members, not ${length}`);
  const { weightMax } = FORMAT_LIMITS;
  const wrong = list.findIndex((x) => typeof x !== 'number' || !(Math.abs(x) <= weightMax));
  check(wrong < 0, `${name}[${wrong}] is no number up to ${weightMax}`);
  // 0 for -0, as in the other readers
  return list.map((x) => (x as number) + 0);
};

const count = (fields: Fields, name: string, least: number, most: number): number => {
  const value = fields[name];
  const right = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  check(right, `${name} is ${shown(value)}, not ${least} to ${most}`);
  return value as number;
};

const readLabels = (fields: Fields, variables: number): readonly (string | number)[] => {
  const value = fields['variable_labels'];
  check(Array.isArray(value) && value.length === variables, `variable_labels are not ${variables}`);
  const labels = value as readonly unknown[];
  const wrong = labels.findIndex((x) => typeof x !== 'string' && typeof x !== 'number');
  check(wrong < 0, `variable_labels[${wrong}] is neither a string nor a number`);
  check(new Set(labels).size === variables, 'two variable_labels are equal');
  return labels as readonly (string | number)[];
};

const readTerms = (fields: Fields, variables: number): Term[] => {
  const couplings = count(fields, 'num_interactions', 0, FORMAT_LIMITS.termsMax - variables);
  const linear = numbers(fields, 'linear_biases', variables);
  const quadratic = numbers(fields, 'quadratic_biases', couplings);
  const head = numbers(fields, 'quadratic_head', couplings);
  const tail = numbers(fields, 'quadratic_tail', couplings);
  const entries: Term[] = [];
  linear.forEach((weight, i) => weight !== 0 && entries.push([i, i, weight]));
  const seen = new Set<number>();
  const isIndex = (i: number): boolean => Number.isInteger(i) && i >= 0 && i < variables;
  quadratic.forEach((weight, k) => {
    const [i, j] = [Math.min(head[k]!, tail[k]!), Math.max(head[k]!, tail[k]!)];
    check(isIndex(i) && isIndex(j) && i !== j, `interaction ${k} joins ${head[k]} and ${tail[k]}`);
    check(!seen.has(i * variables + j), `interaction ${k} comes a second time`);
    seen.add(i * variables + j);
    entries.push([i, j, weight]);
  });
  return entries;
};

const readModel = (document: unknown): QuadraticModel => {
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  check(isObject, 'the JSON text is not an object');
  const fields = document as Fields;
  const { type, version, use_bytes: bytes, variable_type: vartype, offset } = fields;
  check(type === 'BinaryQuadraticModel', `type is ${shown(type)}, not "BinaryQuadraticModel"`);
  const schema = (version as { readonly bqm_schema?: unknown } | null | undefined)?.bqm_schema;
  check(schema === SCHEMA, `version.bqm_schema is ${shown(schema)}, not "${SCHEMA}"`);
  check(bytes === false, 'use_bytes is not false: arrays of bytes are not read');
  check(vartype === 'BINARY' || vartype === 'SPIN', `variable_type is ${shown(vartype)}`);
  const most = Math.min(FORMAT_LIMITS.verticesMax, FORMAT_LIMITS.termsMax);
  const variables = count(fields, 'num_variables', 1, most);
  const labels = readLabels(fields, variables);
  const entries = readTerms(fields, variables);
  const right = typeof offset === 'number' && Math.abs(offset) <= FORMAT_LIMITS.weightMax;
  check(right, `offset is ${shown(offset)}`);
  const model = {
    vartype: vartype as QuadraticModel['vartype'],
    variables,
    entries,
    convention: 'upper',
    offset: (offset as number) + 0,
  } as const;
  return labels.every((label, i) => label === i) ? model : { ...model, labels };
};

/**
 * Reads a binary quadratic model of dimod as JSON, schema 3.0.0, as `to_serializable` gives it;
 * without the form in bytes, and with strings or numbers for labels. Linear biases of 0 give no
 * term. Never throws. Fails with GRAPH_SYNTAX, as {@link readGraph}: the message names the field,
 * the place is the beginning of the text. Complexity O(length).
 */
export const readBqmJson = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<QuadraticModel> => {
  const no = (message: string): Result<never> =>
    syntaxFault(file, { line: 1, column: 1 }, message, HINT);
  const { jsonLengthMax, jsonDepthMax } = FORMAT_LIMITS;
  const long = refuseLong(text, file, jsonLengthMax);
  if (long !== undefined) return long;
  if (depthOf(text, jsonDepthMax) > jsonDepthMax) return no(`deeper than ${jsonDepthMax}`);
  try {
    return ok(readModel(JSON.parse(text.replace(/^\uFEFF/, ''))));
  } catch (error) {
    if (error instanceof Wrong) return no(error.message);
    if (error instanceof SyntaxError) return no('the text is not JSON');
    throw error;
  }
};

/** The text that {@link readBqmJson} and dimod's `from_serializable` read back. */
export const writeBqmJson = (model: QuadraticModel): string => {
  const { vartype, variables, entries, offset, labels } = model;
  const linear = Array.from({ length: variables }, () => 0);
  for (const [i, j, weight] of entries) if (i === j) linear[i]! += weight;
  const pairs = entries.filter(([i, j]) => i !== j);
  return JSON.stringify({
    type: 'BinaryQuadraticModel',
    version: { bqm_schema: SCHEMA },
    use_bytes: false,
    index_type: 'int32',
    bias_type: 'float64',
    num_variables: variables,
    num_interactions: pairs.length,
    variable_labels: labels ?? linear.map((_, i) => i),
    variable_type: vartype,
    offset,
    info: {},
    linear_biases: linear,
    quadratic_biases: pairs.map(([, , weight]) => weight),
    quadratic_head: pairs.map(([i]) => i),
    quadratic_tail: pairs.map(([, j]) => j),
  });
};
