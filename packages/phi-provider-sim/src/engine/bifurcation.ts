import { createRandom, namedSeed, type RandomStream } from '@xdv/domain-model';
import type { BifurcationProgram } from './program.ts';

/**
 * One run of the oscillators: discrete simulated bifurcation (dSB; Goto et al., Science Advances 7,
 * eabe7953, 2021), with the oscillators moving one after another, as pulses pass the feedback of a
 * loop. In the paper all move at once; then a symmetric problem, even a triangle, can flip as a
 * whole for ever, while the cuts of large graphs are as good in both forms.
 *
 * Positions and momenta stay inside: only spins and lock figures can be read (XDV-061.3).
 * Deterministic: the dynamics use + - * / sqrt and comparisons, so that equal program, seed and
 * calls give equal spins on every platform.
 */
export interface Bifurcation {
  /**
   * Performs `steps` steps while the pump rises (or falls) linearly from `from` to `to`. At 0 an
   * oscillator alone swings around rest, at 1 it is at threshold, above it is driven to a wall.
   */
  advance(steps: number, from: number, to: number): void;
  /** Shakes every position and momentum by up to `amplitude`, inside the walls. */
  kick(amplitude: number): void;
  /** Scales the problem's fields by `scale` from now on; 1 at first. */
  bias(scale: number): void;
  /** The spins at this moment: a copy of its own. */
  read(): Int8Array;
  /** How well the oscillators held their sign so far. */
  stability(): LockFigures;
}

export interface LockFigures {
  /**
   * Share of oscillators that kept their sign over the last tenth (rounded up) of all steps so
   * far, 0 to 1. 0 before the first step: nothing has been held yet.
   */
  readonly index: number;
  /** Steps performed since the start. */
  readonly steps: number;
}

/** Positions and momenta start at rest but for noise in [-0.1, 0.1), as in the paper. */
const REST_NOISE = 0.1;

const signed = (random: RandomStream, amplitude: number): number =>
  (2 * random.float() - 1) * amplitude;

/** Everything of one run that changes. */
interface Oscillators {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  /** Sign of each position, +1 at 0. */
  readonly spin: Int8Array;
  /** Σ_j J_ij s_j + bias h_i of each oscillator, kept up to date flip by flip. */
  readonly local: Float64Array;
  /** The step at which the sign last changed, counted from 1; 0 for never. */
  readonly flippedAt: Float64Array;
}

const atRest = (spins: number, seed: number): Oscillators => {
  const random = createRandom(namedSeed(seed, 'rest'));
  const position = new Float64Array(spins);
  const momentum = new Float64Array(spins);
  for (let i = 0; i < spins; i++) {
    position[i] = signed(random, REST_NOISE);
    momentum[i] = signed(random, REST_NOISE);
  }
  const spin = Int8Array.from(position, (x) => (x >= 0 ? 1 : -1));
  const local = new Float64Array(spins);
  return { position, momentum, spin, local, flippedAt: new Float64Array(spins) };
};

/** Σ_j J_ij s_j + bias h_i from scratch. */
const refreshFields = (state: Oscillators, program: BifurcationProgram, bias: number): void => {
  const { rowStart, neighbor, weight, field, spins } = program;
  for (let i = 0; i < spins; i++) {
    let sum = bias * field[i]!;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) sum += weight[e]! * state.spin[neighbor[e]!]!;
    state.local[i] = sum;
  }
};

/** Turns spin i over and tells its neighbours: the cost follows flips, not couplings. */
const flip = (state: Oscillators, program: BifurcationProgram, i: number, step: number): void => {
  const { rowStart, neighbor, weight } = program;
  const { spin, local, flippedAt } = state;
  const now = -spin[i]!;
  spin[i] = now;
  flippedAt[i] = step;
  const end = rowStart[i + 1]!;
  for (let e = rowStart[i]!; e < end; e++) local[neighbor[e]!]! += 2 * now * weight[e]!;
};

/** One symplectic Euler step of every oscillator in turn, between perfectly inelastic walls. */
const move = (
  state: Oscillators,
  program: BifurcationProgram,
  pump: number,
  step: number,
): void => {
  const { position, momentum, local } = state;
  const { timeStep, couplingGain } = program;
  const restore = (pump - 1) * timeStep;
  const gain = couplingGain * timeStep;
  for (let i = 0; i < position.length; i++) {
    const before = position[i]!;
    let p = momentum[i]! + restore * before + gain * local[i]!;
    let x = before + timeStep * p;
    if (x > 1) {
      x = 1;
      p = 0;
    } else if (x < -1) {
      x = -1;
      p = 0;
    }
    position[i] = x;
    momentum[i] = p;
    if (x >= 0 !== before >= 0) flip(state, program, i, step);
  }
};

const shakeAll = (
  state: Oscillators,
  program: BifurcationProgram,
  draw: () => number,
  step: number,
): void => {
  const { position, momentum } = state;
  for (let i = 0; i < position.length; i++) {
    const before = position[i]!;
    const x = Math.min(1, Math.max(-1, before + draw()));
    position[i] = x;
    momentum[i]! += draw();
    if (x >= 0 !== before >= 0) flip(state, program, i, step);
  }
};

const lockFigures = ({ flippedAt }: Oscillators, steps: number): LockFigures => {
  if (steps === 0) return { index: 0, steps };
  const since = steps - Math.ceil(steps / 10);
  let kept = 0;
  for (const step of flippedAt) if (step <= since) kept++;
  return { index: kept / flippedAt.length, steps };
};

const requireFinite = (what: string, value: number): void => {
  if (!Number.isFinite(value)) throw new RangeError(`${what} must be finite, got ${value}`);
};

/**
 * Oscillators at rest on `program`, with the noise of `seed` (a safe integer). The methods throw
 * RangeError for steps that are not a whole number of at least 0 and for parameters that are not
 * finite. Complexity of a step: O(spins + couplings of the spins that flip).
 */
export const createBifurcation = (program: BifurcationProgram, seed: number): Bifurcation => {
  const state = atRest(program.spins, seed);
  const noise = createRandom(namedSeed(seed, 'kick'));
  let steps = 0;
  refreshFields(state, program, 1);

  const advance = (count: number, from: number, to: number): void => {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`steps must be a whole number of at least 0, got ${count}`);
    }
    requireFinite('from', from);
    requireFinite('to', to);
    for (let k = 0; k < count; k++) move(state, program, from + ((to - from) * k) / count, ++steps);
  };

  const kick = (amplitude: number): void => {
    requireFinite('amplitude', amplitude);
    shakeAll(state, program, () => signed(noise, amplitude), steps);
  };

  const bias = (scale: number): void => {
    requireFinite('scale', scale);
    refreshFields(state, program, scale);
  };

  const read = (): Int8Array => state.spin.slice();
  return { advance, kick, bias, read, stability: () => lockFigures(state, steps) };
};
