import { unwrap } from '@xdv/domain-model';
import { NOISY_CALIBRATION } from '@xdv/q-provider-sim';
import { simulate } from '@xdv/q-provider-sim/engine';
import { analyze } from '../../src/analysis/analyze.ts';
import { lower } from '../../src/lower/lower.ts';
import type { Lowered } from '../../src/lower/lowered.ts';
import { print } from '../../src/print/print.ts';
import type { Program } from '../../src/syntax/ast.ts';
import { meaningOfCircuit, type CircuitMeaning } from './circuit-meaning.ts';
import { meaningOf, read, type Meaning } from './oracle.ts';
import { convert, float, int, type Datum } from './values.ts';
import type { Written } from './write-program.ts';

/** Rounding of some hundred gates, and no more. */
const TOLERANCE = 1e-8;

const datumOf = ({ shape, value }: Written['inputs'][number]): Datum =>
  convert(shape.t === 'angle' ? float(value) : int(value), shape);

const given = ({ shape, value }: Written['inputs'][number]): string | number =>
  shape.t === 'bits' && shape.w !== null ? value.toString(2).padStart(shape.w, '0') : value;

/** The program as a circuit, or what is wrong with it. */
const lowered = ({ text, inputs }: Written): Lowered => {
  const analysis = analyze(text);
  const options = {
    calibration: NOISY_CALIBRATION,
    inputs: Object.fromEntries(inputs.map((input) => [input.name, given(input)])),
  };
  const result = lower(analysis, options);
  if (result.ok) return result.value;
  const [first] = result.diagnostics.map((diagnostic) => analysis.sources.describe(diagnostic));
  throw new Error(JSON.stringify(first, null, 1));
};

const expectSameOutcomes = (
  found: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): void => {
  for (const key of new Set([...found.keys(), ...expected.keys()])) {
    const [a, b] = [found.get(key) ?? 0, expected.get(key) ?? 0];
    if (!(Math.abs(a - b) < TOLERANCE)) throw new Error(`${key} has ${a}, the oracle says ${b}`);
  }
};

/** Both states are one up to a phase of the whole, which nothing shows. */
const expectSameState = ({ state }: CircuitMeaning, oracle: Meaning, { qubits }: Lowered): void => {
  if (oracle.state === null) return;
  if (state === null) throw new Error('the circuit draws outcomes, the program does not');
  let [re, im] = [0, 0];
  for (const [index, [a, b]] of oracle.state.entries()) {
    const places = oracle.qubits.map((name) => qubits.indexOf(name));
    const at = places.reduce((sum, place, k) => sum + ((index >> k) & 1) * 2 ** place, 0);
    const [c, d] = [state[2 * at] ?? 0, state[2 * at + 1] ?? 0];
    re += a * c + b * d;
    im += a * d - b * c;
  }
  const overlap = Math.hypot(re, im);
  if (!(Math.abs(overlap - 1) < TOLERANCE)) throw new Error(`the states overlap by ${overlap}`);
};

const SHOTS = 100;
const FALSE_ALARM = 1e-12;

/**
 * Whether `hits` are too many or too few for a probability: Bernstein's inequality bounds the
 * chance of a distance t from n·p by 2·exp(-t²/(2·(n·p·(1 - p) + t/3))).
 */
const isTooUnlikely = (hits: number, chance: number): boolean => {
  const distance = Math.abs(hits - SHOTS * chance);
  if (chance < TOLERANCE) return hits > 0;
  const spread = 2 * (SHOTS * chance * (1 - chance) + distance / 3);
  return distance > 0 && 2 * Math.exp((-distance * distance) / spread) < FALSE_ALARM;
};

/** Shots of the simulator are as likely as the oracle says. */
const expectLikelyShots = ({ circuit }: Lowered, { outcomes }: Meaning): void => {
  const { counts } = unwrap(simulate(circuit, { shots: SHOTS, seed: 1 }));
  const hits = new Map(counts);
  for (const key of new Set([...hits.keys(), ...outcomes.keys()])) {
    const chance = outcomes.get(key) ?? 0;
    if (isTooUnlikely(hits.get(key) ?? 0, chance)) {
      throw new Error(`${hits.get(key) ?? 0} of ${SHOTS} shots are ${key}, which has ${chance}`);
    }
  }
};

/** A tree without its places. */
const shapeOf = (program: Program): string =>
  JSON.stringify(program, (key, value: unknown) =>
    ['start', 'end', 'id', 'comments'].includes(key) ? undefined : value,
  );

const expectPrintable = ({ text }: Written): void => {
  const { program, sources } = analyze(text);
  const printed = print(program, sources);
  const again = read(printed);
  if (shapeOf(again) !== shapeOf(program)) throw new Error(`printed as another tree:\n${printed}`);
};

/**
 * Throws unless the program has no errors, is printed as the same tree, and means the same to the
 * oracle, as a circuit and to the simulator's shots.
 */
export const expectAgreement = (written: Written): void => {
  const inputs = new Map(written.inputs.map((input) => [input.name, datumOf(input)]));
  const oracle = meaningOf(read(written.text), { inputs });
  expectPrintable(written);
  const result = lowered(written);
  const circuit = meaningOfCircuit(result.circuit);
  expectSameOutcomes(circuit.outcomes, oracle.outcomes);
  expectSameState(circuit, oracle, result);
  if (oracle.state === null) expectLikelyShots(result, oracle);
};
