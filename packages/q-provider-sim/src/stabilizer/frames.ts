import { createRandom, deriveSeed, invariant, type RandomStream } from '@xdv/domain-model';
import { logOfComplement, naturalLog } from './logarithm.ts';
import type { CliffordGate } from './clifford.ts';
import type {
  MeasureInstruction,
  NoiseInstruction,
  StraightInstruction,
  StraightProgram,
} from './program.ts';

/** Words of one row of frames: 1024 shots go through the circuit together. */
export const FRAME_WORDS = 32;
export const FRAME_SHOTS = 32 * FRAME_WORDS;

/**
 * Samples which outcomes differ from those of one reference shot. Time per batch ∝ instructions ·
 * 32 words plus errors that happen, memory 256 bytes per qubit and 128 per bit.
 */
export interface FrameSampler {
  /**
   * Flips of batch `batch`, a function of (program, seed, batch): {@link FRAME_WORDS} words per
   * classical bit, one bit per shot. Valid until the next call.
   */
  run(batch: number): Uint32Array;
}

/** Places of rare errors: failures between successes of probability p, drawn at once. */
interface Skipper {
  /** ln(1 - p); -Infinity if p is 1. */
  readonly scale: number;
  /** How many places are passed over before the next error. */
  gap: number;
}

const nextGap = (skipper: Skipper, random: RandomStream): number => {
  if (skipper.scale === -Infinity) return 0;
  // 1 - float is in (0, 1]
  return Math.floor(naturalLog(1 - random.float()) / skipper.scale);
};

/** What the sampling of noise, or of misreading, needs. */
interface Strike {
  readonly skipper: Skipper;
  /** Probability of any error. */
  readonly total: number;
}

/** Probability that anything goes wrong at a step. */
const chanceOf = (step: StraightInstruction): number => {
  if (step.kind === 'measure') return step.misread;
  if (step.kind !== 'noise') return 0;
  return step.probabilities.reduce((sum, p, index) => (index === 0 ? 0 : sum + p), 0);
};

interface Strikes {
  readonly skippers: readonly Skipper[];
  readonly of: ReadonlyMap<StraightInstruction, Strike>;
}

/** Noise of one total probability shares a skipper: the places simply go on. */
const prepareNoise = (program: StraightProgram): Strikes => {
  const skippers = new Map<number, Skipper>();
  const of = new Map<StraightInstruction, Strike>();
  for (const step of program.instructions) {
    const total = chanceOf(step);
    if (total === 0) continue;
    let skipper = skippers.get(total);
    if (skipper === undefined) {
      skipper = { scale: total >= 1 ? -Infinity : logOfComplement(total), gap: 0 };
      skippers.set(total, skipper);
    }
    of.set(step, { skipper, total });
  }
  return { skippers: [...skippers.values()], of };
};

/**
 * The Pauli by which each shot differs from the reference: bits X and Z per qubit, rows of
 * FRAME_WORDS (Gidney 2021, section 3.3). Signs do not matter, so Pauli gates do nothing.
 */
class Frames implements FrameSampler {
  readonly #program: StraightProgram;
  readonly #seed: number;
  readonly #strikes: Strikes;
  readonly #words: Uint32Array;
  /** Where the row of X, and n further that of Z, of a qubit starts. */
  readonly #at: Uint32Array;
  readonly #flips: Uint32Array;

  constructor(program: StraightProgram, seed: number) {
    this.#program = program;
    this.#seed = seed;
    this.#strikes = prepareNoise(program);
    this.#words = new Uint32Array(2 * program.qubits * FRAME_WORDS);
    this.#at = Uint32Array.from({ length: 2 * program.qubits }, (_, row) => row * FRAME_WORDS);
    this.#flips = new Uint32Array(program.bits * FRAME_WORDS);
  }

  run(batch: number): Uint32Array {
    const random = createRandom(deriveSeed(this.#seed, batch));
    for (const skipper of this.#strikes.skippers) skipper.gap = nextGap(skipper, random);
    this.#flips.fill(0);
    for (let q = 0; q < this.#program.qubits; q++) this.#prepare(q, random);
    for (const step of this.#program.instructions) {
      switch (step.kind) {
        case 'gate':
          this.#gate(step);
          break;
        case 'measure':
          this.#measure(step, random);
          break;
        case 'reset':
          this.#prepare(step.qubit, random);
          break;
        case 'noise':
          this.#strike(step, random, (shot, draw) => this.#multiply(step, draw, shot));
      }
    }
    return this.#flips;
  }

  #measure(step: MeasureInstruction, random: RandomStream): void {
    const x = this.#at[step.qubit]!;
    const row = step.bit * FRAME_WORDS;
    this.#flips.set(this.#words.subarray(x, x + FRAME_WORDS), row);
    this.#strike(step, random, (shot) => {
      this.#flips[row + (shot >>> 5)]! ^= 1 << (shot & 31);
    });
    this.#scramble(step.qubit, random);
  }

  /** |0⟩: no X, and a Z that changes nothing but makes later random outcomes random. */
  #prepare(qubit: number, random: RandomStream): void {
    const x = this.#at[qubit]!;
    this.#words.fill(0, x, x + FRAME_WORDS);
    this.#scramble(qubit, random);
  }

  #scramble(qubit: number, random: RandomStream): void {
    const z = this.#at[this.#program.qubits + qubit]!;
    for (let w = 0; w < FRAME_WORDS; w++) this.#words[z + w] = random.uint32();
  }

  #gate({ gate, a, b }: CliffordGate): void {
    const at = this.#at;
    const n = this.#program.qubits;
    const xa = at[a]!;
    const za = at[n + a]!;
    const xb = at[b]!;
    const zb = at[n + b]!;
    switch (gate) {
      case 'h':
        at[a] = za;
        at[n + a] = xa;
        return;
      case 's':
      case 'sdg':
        return this.#add(za, xa);
      case 'sx':
      case 'sxdg':
        return this.#add(xa, za);
      case 'cx':
        this.#add(xb, xa);
        return this.#add(za, zb);
      case 'cz':
        this.#add(za, xb);
        return this.#add(zb, xa);
      case 'cy':
        this.#add(za, zb);
        this.#add(za, xb);
        this.#add(xb, xa);
        return this.#add(zb, xa);
      case 'swap':
        at[a] = xb;
        at[b] = xa;
        at[n + a] = zb;
        at[n + b] = za;
        return;
      case 'x':
      case 'y':
      case 'z':
    }
  }

  #add(row: number, other: number): void {
    const words = this.#words;
    for (let w = 0; w < FRAME_WORDS; w++) words[row + w]! ^= words[other + w]!;
  }

  /** Calls `hit` with every shot that the step strikes, and a draw below its probability. */
  #strike(
    step: StraightInstruction,
    random: RandomStream,
    hit: (shot: number, draw: number) => void,
  ): void {
    const strike = this.#strikes.of.get(step);
    if (strike === undefined) return;
    const { skipper, total } = strike;
    for (; skipper.gap < FRAME_SHOTS; skipper.gap += 1 + nextGap(skipper, random)) {
      hit(skipper.gap, random.float() * total);
    }
    skipper.gap -= FRAME_SHOTS;
  }

  /** Multiplies the frame of `shot` by the error that `draw` falls on. */
  #multiply({ qubits, probabilities }: NoiseInstruction, draw: number, shot: number): void {
    let index = 1;
    for (let rest = draw; index < probabilities.length - 1; index++) {
      rest -= probabilities[index]!;
      if (rest < 0) break;
    }
    // rounding must not end on an error that never happens
    while (probabilities[index] === 0) index--;
    invariant(index > 0, 'a channel without errors struck', index);
    const word = shot >>> 5;
    const bit = 1 << (shot & 31);
    for (let k = 0; k < qubits.length; k++) {
      const pauli = (index >> (2 * k)) & 3;
      const n = this.#program.qubits;
      if ((pauli & 1) !== 0) this.#words[this.#at[qubits[k]!]! + word]! ^= bit;
      if ((pauli & 2) !== 0) this.#words[this.#at[n + qubits[k]!]! + word]! ^= bit;
    }
  }
}

/** Frames of a program without conditions: every shot of batch b is a function of (seed, b). */
export const createFrameSampler = (program: StraightProgram, seed: number): FrameSampler =>
  new Frames(program, seed);
