import {
  CIRCUIT_LIMITS,
  deriveSeed,
  namedSeed,
  ok,
  type Circuit,
  type CountsResult,
  type Result,
} from '@xdv/domain-model';
import { SIMULATION_LIMITS } from '../engine/memory.ts';
import { createTally, type Tally } from '../engine/tally.ts';
import { createBitTable, type BitTable } from './bit-table.ts';
import { createFrameSampler, FRAME_SHOTS, FRAME_WORDS } from './frames.ts';
import {
  compileProgram,
  isStraight,
  type Program,
  type StabilizerNoise,
  type StraightProgram,
} from './program.ts';
import { createShotRunner, referenceSample } from './shot.ts';

export interface StabilizerOptions {
  /** 1 to 10,000,000. */
  readonly shots: number;
  /** Safe integer; the same seed gives the same shots, and more shots begin with fewer. */
  readonly seed: number;
  /** None by default. */
  readonly noise?: StabilizerNoise;
  /** Whether to keep the bits of every shot, in order. */
  readonly memory?: boolean;
}

export interface StabilizerResult {
  readonly counts: CountsResult;
  /** One row per shot, one column per classical bit; null unless asked for. */
  readonly memory: BitTable | null;
}

/** Throws RangeError unless shots and seed are in range. */
export const checkSampling = (shots: unknown, seed: unknown): void => {
  const { shotsMax } = CIRCUIT_LIMITS;
  if (!Number.isInteger(shots) || Number(shots) < 1 || Number(shots) > shotsMax) {
    throw new RangeError(`shots must be 1 to ${shotsMax}, got ${String(shots)}`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a safe integer, got ${String(seed)}`);
  }
};

/** Shot k is a function of (program, seed, k). */
const runShots = (
  program: Program,
  { shots, seed }: StabilizerOptions,
  take: (shot: number, bits: Uint8Array) => void,
): void => {
  const runner = createShotRunner(program);
  const base = namedSeed(seed, 'shots');
  const bits = new Uint8Array(program.bits);
  for (let shot = 0; shot < shots; shot++) {
    runner.run(deriveSeed(base, shot), bits);
    take(shot, bits);
  }
};

/** The same from one reference shot and the frames around it. */
const runFrames = (
  program: StraightProgram,
  { shots, seed }: StabilizerOptions,
  take: (shot: number, bits: Uint8Array) => void,
): void => {
  const reference = referenceSample(program);
  const sampler = createFrameSampler(program, namedSeed(seed, 'frames'));
  const bits = new Uint8Array(program.bits);
  for (let first = 0, batch = 0; first < shots; first += FRAME_SHOTS, batch++) {
    const flips = sampler.run(batch);
    for (let k = 0; k < FRAME_SHOTS && first + k < shots; k++) {
      for (let bit = 0; bit < bits.length; bit++) {
        const word = flips[bit * FRAME_WORDS + (k >>> 5)]!;
        bits[bit] = reference[bit]! ^ ((word >>> (k & 31)) & 1);
      }
      take(first + k, bits);
    }
  }
};

const keep = (table: BitTable, shot: number, bits: Uint8Array): void => {
  const row = shot * table.stride;
  for (let bit = 0; bit < bits.length; bit++) {
    table.words[row + (bit >>> 5)]! |= bits[bit]! << (bit & 31);
  }
};

const collect = (
  program: Program,
  options: StabilizerOptions,
  tally: Tally,
  memory: BitTable | null,
): void => {
  const take = (shot: number, bits: Uint8Array): void => {
    tally.add(bits, 1);
    if (memory !== null) keep(memory, shot, bits);
  };
  if (isStraight(program)) runFrames(program, options, take);
  else runShots(program, options, take);
};

/**
 * Runs a Clifford circuit from |0…0⟩, with Pauli noise if given, and counts the classical bits at
 * the end. Without conditions: one shot on a tableau, then frames for all the others, 1024 at a
 * time, in time ∝ operations · shots / 32. With conditions: a tableau per shot, time ∝ shots ·
 * operations · qubits / 32, qubits² / 32 for each uncertain measurement.
 *
 * Fails with CIRCUIT_INVALID, GATE_UNSUPPORTED naming the first gate that is not Clifford, or
 * RESOURCE_EXHAUSTED where the memory would exceed 1 GiB; throws RangeError for an option out of
 * range.
 */
export const simulateStabilizer = (
  circuit: Circuit,
  options: StabilizerOptions,
): Result<StabilizerResult> => {
  checkSampling(options.shots, options.seed);
  const program = compileProgram(circuit, options.noise);
  if (!program.ok) return program;
  const tally = createTally(circuit.bits, SIMULATION_LIMITS.outcomeCharsMax);
  const memory = options.memory === true ? createBitTable(options.shots, circuit.bits) : ok(null);
  if (!memory.ok) return memory;
  collect(program.value, options, tally, memory.value);
  const counts = tally.result();
  return counts.ok ? ok({ counts: counts.value, memory: memory.value }) : counts;
};
