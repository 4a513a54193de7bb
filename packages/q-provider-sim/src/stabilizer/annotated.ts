import { fail, ok, show, type Circuit, type Result } from '@xdv/domain-model';
import {
  compileProgram,
  isStraight,
  type StabilizerNoise,
  type StraightProgram,
} from './program.ts';

/**
 * A circuit with parities of its classical bits. Detectors have one value in every shot without
 * noise, so that the other value tells of an error; observables are what the errors may spoil.
 */
export interface AnnotatedCircuit {
  readonly circuit: Circuit;
  /** The classical bits of each detector. A bit listed twice cancels. */
  readonly detectors: readonly (readonly number[])[];
  /** The classical bits of each observable. */
  readonly observables: readonly (readonly number[])[];
  /** Place and time of each detector, for the eye and for export; any number of values each. */
  readonly coordinates?: readonly (readonly number[])[];
}

/** Bounds of detectors and of the error models made from them. */
export const DETECTOR_LIMITS = {
  detectorsMax: 1_000_000,
  observablesMax: 1_000,
  /** Bits of all parities together, and symptoms of all mechanisms of a model together. */
  entriesMax: 50_000_000,
} as const;

const HINT = 'A detector is a list of classical bits of the circuit';

const invalid = (message: string): Result<never> => fail('CIRCUIT_INVALID', message, HINT);

/** What is wrong with a list of parities; null if nothing. */
const parityFault = (name: string, lists: unknown, bits: number, max: number): string | null => {
  if (!Array.isArray(lists)) return `${name} must be a list`;
  if (lists.length > max) return `${lists.length} ${name}, at most ${max} are allowed`;
  let entries = 0;
  for (const [index, list] of (lists as unknown[]).entries()) {
    if (!Array.isArray(list)) return `${name}[${index}] must be a list of classical bits`;
    entries += list.length;
    if (entries > DETECTOR_LIMITS.entriesMax) return `${name} have too many bits together`;
    const wrong = (list as unknown[]).findIndex(
      (bit) => !Number.isInteger(bit) || Number(bit) < 0 || Number(bit) >= bits,
    );
    if (wrong >= 0) return `${name}[${index}]: no classical bit ${show(list[wrong])}`;
  }
  return null;
};

const coordinateFault = (coordinates: unknown, detectors: number): string | null => {
  if (coordinates === undefined) return null;
  if (!Array.isArray(coordinates) || coordinates.length !== detectors) {
    return `coordinates must be a list of ${detectors}, one per detector`;
  }
  const sound = (coordinates as unknown[]).every(
    (place) => Array.isArray(place) && place.length <= 16 && place.every(Number.isFinite),
  );
  return sound ? null : 'coordinates must be lists of at most 16 finite numbers';
};

/** The first classical bit that two measurements write; undefined if there is none. */
const firstRewritten = (program: StraightProgram): number | undefined => {
  const written = new Uint8Array(program.bits);
  for (const step of program.instructions) {
    if (step.kind !== 'measure') continue;
    if (written[step.bit] === 1) return step.bit;
    written[step.bit] = 1;
  }
  return undefined;
};

/**
 * The program of an annotated circuit. Fails with CIRCUIT_INVALID if there are conditions, if two
 * measurements write one bit or if a parity names a bit that is not there; else as
 * `compileProgram`.
 */
export const compileAnnotated = (
  { circuit, detectors, observables, coordinates }: AnnotatedCircuit,
  noise?: StabilizerNoise,
): Result<StraightProgram> => {
  const compiled = compileProgram(circuit, noise);
  if (!compiled.ok) return compiled;
  const program = compiled.value;
  if (!isStraight(program)) return invalid('detectors need a circuit without conditions');
  const rewritten = firstRewritten(program);
  if (rewritten !== undefined) return invalid(`two measurements write bit ${rewritten}`);
  const { detectorsMax, observablesMax } = DETECTOR_LIMITS;
  const wrong =
    parityFault('detectors', detectors, program.bits, detectorsMax) ??
    parityFault('observables', observables, program.bits, observablesMax) ??
    coordinateFault(coordinates, detectors.length);
  return wrong === null ? ok(program) : invalid(wrong);
};
