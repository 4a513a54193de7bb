import type { StateVector } from '../engine/state.ts';
import { checkSum, type PauliSum } from './pauli.ts';
import {
  BLOCK_SIZE,
  correlate,
  createSigned,
  synthesize,
  type Signed,
  type SignedTerm,
} from './spectrum.ts';

/**
 * The terms that flip the same qubits. A term with x, z and y factors Y maps |k⟩ to
 * i^y (-1)^{|k ∧ z|} |k ⊕ x⟩, so those of even y are real and those of odd y imaginary.
 */
interface Flip {
  readonly x: number;
  readonly real: Signed | null;
  readonly imaginary: Signed | null;
}

/** A Pauli sum arranged for passes over amplitudes: one per set of flipped qubits. */
export interface Observable {
  readonly terms: number;
  readonly flips: readonly Flip[];
}

const bitCount = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

/** Arranges a sum on at most 30 qubits. Time and memory ∝ terms. */
export const arrange = (sum: PauliSum): Observable => {
  const byFlip = new Map<number, (SignedTerm & { readonly odd: boolean })[]>();
  for (const [term, coefficient] of sum.coefficients.entries()) {
    const x = sum.x[term]! | 0;
    const z = sum.z[term]! | 0;
    const ys = bitCount(x & z);
    // i^y is 1, i, -1, -i
    const factor = (ys & 2) === 0 ? coefficient : -coefficient;
    const entry = { term, z, factor, odd: (ys & 1) === 1 };
    const list = byFlip.get(x);
    if (list === undefined) byFlip.set(x, [entry]);
    else list.push(entry);
  }
  const flips = Array.from(byFlip, ([x, terms]) => ({
    x,
    real: createSigned(sum.qubits, terms.filter(({ odd }) => !odd)),
    imaginary: createSigned(sum.qubits, terms.filter(({ odd }) => odd)),
  }));
  return { terms: sum.coefficients.length, flips };
};

/** Bits of the highest qubit of a mask, 0 for none. */
const highest = (mask: number): number => (mask === 0 ? 0 : 2 ** (31 - Math.clz32(mask)));

/**
 * The entries ρ[k, k ⊕ x] of a Hermitian matrix, for the block of indices that starts at `base` and
 * is as long as `out`: their real parts, or what is real of i times them.
 */
export interface Entries {
  readonly size: number;
  real(x: number, base: number, out: Float64Array): void;
  imaginary(x: number, base: number, out: Float64Array): void;
}

/** A bit whose blocks can be spared: k and k ⊕ x contribute the same, and lie in different ones. */
const spared = (x: number, blockSize: number): number => {
  const top = highest(x);
  return top >= blockSize ? top : 0;
};

/** Adds what the block of indices at `base` contributes to each term. */
const addBlock = (
  { x, real, imaginary }: Flip,
  entries: Entries,
  base: number,
  block: Float64Array,
  sums: Float64Array,
): void => {
  if ((base & spared(x, block.length)) !== 0) return;
  if (real !== null) {
    entries.real(x, base, block);
    correlate(real, block, base, sums);
  }
  if (imaginary !== null) {
    entries.imaginary(x, base, block);
    correlate(imaginary, block, base, sums);
  }
};

const blockFor = (size: number): Float64Array => new Float64Array(Math.min(size, BLOCK_SIZE));

/**
 * tr(c P ρ) of every term c P: one pass over size entries per set of flipped qubits, block by block
 * so that a block serves all sets while it is in the cache.
 */
const termTraces = ({ terms, flips }: Observable, entries: Entries): Float64Array => {
  const block = blockFor(entries.size);
  const sums = new Float64Array(terms);
  for (let base = 0; base < entries.size; base += block.length) {
    for (const flip of flips) addBlock(flip, entries, base, block, sums);
  }
  for (const { x, real, imaginary } of flips) {
    if (spared(x, block.length) === 0) continue;
    for (const term of [...(real?.term ?? []), ...(imaginary?.term ?? [])]) sums[term]! *= 2;
  }
  return sums;
};

/** tr(H ρ). */
export const traceWith = (observable: Observable, entries: Entries): number =>
  termTraces(observable, entries).reduce((total, trace) => total + trace, 0);

/** The entries of |ψ⟩⟨ψ| for amplitudes re, im, re, im, … */
const pureEntries = (psi: Float64Array): Entries => ({
  size: psi.length / 2,
  real: (x, base, out) => {
    for (let k = 0; k < out.length; k++) {
      const here = 2 * (base + k);
      const there = 2 * ((base + k) ^ x);
      out[k] = psi[here]! * psi[there]! + psi[here + 1]! * psi[there + 1]!;
    }
  },
  imaginary: (x, base, out) => {
    for (let k = 0; k < out.length; k++) {
      const here = 2 * (base + k);
      const there = 2 * ((base + k) ^ x);
      out[k] = psi[here]! * psi[there + 1]! - psi[here + 1]! * psi[there]!;
    }
  },
});

/** ⟨ψ|c P|ψ⟩ of every term c P, for amplitudes re, im, re, im, … of any norm. */
export const termsOf = (observable: Observable, psi: Float64Array): Float64Array =>
  termTraces(observable, pureEntries(psi));

/** ⟨ψ|H|ψ⟩ for amplitudes re, im, re, im, … of any norm. */
export const expectationOf = (observable: Observable, psi: Float64Array): number =>
  traceWith(observable, pureEntries(psi));

/** φ[k ⊕ x] += (re[k] + i·im[k]) ψ[k] over the block at `base`. */
const accumulate = (
  psi: Float64Array,
  phi: Float64Array,
  x: number,
  base: number,
  re: Float64Array,
  im: Float64Array,
): void => {
  for (let k = 0; k < re.length; k++) {
    const here = 2 * (base + k);
    const there = 2 * ((base + k) ^ x);
    phi[there]! += re[k]! * psi[here]! - im[k]! * psi[here + 1]!;
    phi[there + 1]! += re[k]! * psi[here + 1]! + im[k]! * psi[here]!;
  }
};

/** Σ x² over all numbers. */
export const squaredNorm = (values: Float64Array): number => {
  let sum = 0;
  // an iterator over a typed array costs several times as much
  for (let k = 0; k < values.length; k++) sum += values[k]! * values[k]!;
  return sum;
};

/** H|ψ⟩ for amplitudes re, im, re, im, …: as much memory again, one pass per set of flips. */
export const applyObservable = ({ flips }: Observable, psi: Float64Array): Float64Array => {
  const phi = new Float64Array(psi.length);
  const re = blockFor(psi.length / 2);
  const im = blockFor(psi.length / 2);
  for (let base = 0; 2 * base < psi.length; base += re.length) {
    for (const { x, real, imaginary } of flips) {
      if (real === null) re.fill(0);
      else synthesize(real, re, base);
      if (imaginary === null) im.fill(0);
      else synthesize(imaginary, im, base);
      accumulate(psi, phi, x, base, re, im);
    }
  }
  return phi;
};

/** The amplitudes of all qubits of `state`, in the one copy that is made of them. */
const amplitudesFor = (state: StateVector, sum: PauliSum): Float64Array => {
  checkSum(sum);
  if (sum.qubits !== state.qubits) {
    const sizes = `${sum.qubits} qubits, the state has ${state.qubits}`;
    throw new RangeError(`the observable must be on as many qubits as the state: it has ${sizes}`);
  }
  state.widen(state.qubits);
  return state.amplitudes();
};

/**
 * ⟨H⟩ in `state`, exact but for rounding, whatever the norm of the state. Time ∝ 2^n times the
 * sets of qubits that terms flip (a set with many terms costs about 8 additions per amplitude, not
 * one per term); memory 16 · 2^n bytes for a copy of the amplitudes. Throws RangeError if the sum
 * is on another number of qubits.
 */
export const expectation = (state: StateVector, sum: PauliSum): number => {
  const psi = amplitudesFor(state, sum);
  return expectationOf(arrange(sum), psi) / squaredNorm(psi);
};

/**
 * ⟨H²⟩ - ⟨H⟩² in `state`, never below 0: the squared norm of (H - ⟨H⟩)|ψ⟩, so that an eigenstate
 * gives 0 without cancellation of large numbers. Costs as {@link expectation}, and 16 · 2^n bytes
 * more. Throws RangeError if the sum is on another number of qubits.
 */
export const variance = (state: StateVector, sum: PauliSum): number => {
  const psi = amplitudesFor(state, sum);
  const phi = applyObservable(arrange(sum), psi);
  const norm = squaredNorm(psi);
  let overlap = 0;
  for (let k = 0; k < psi.length; k++) overlap += psi[k]! * phi[k]!;
  const mean = overlap / norm;
  let sumOfSquares = 0;
  for (let k = 0; k < psi.length; k++) sumOfSquares += (phi[k]! - mean * psi[k]!) ** 2;
  return sumOfSquares / norm;
};
