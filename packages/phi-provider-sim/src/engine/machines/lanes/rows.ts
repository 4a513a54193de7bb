/** What a machine in lanes needs of a problem: its couplings by row, and its fields. */
export interface Couplings {
  readonly spins: number;
  readonly rowStart: Int32Array;
  readonly neighbor: Int32Array;
  readonly weight: Float64Array;
  readonly field: Float64Array;
}

/**
 * The rows as kernels read them, 32-bit words one after another. A row begins with three f32: the
 * field scaled by the bias, the field, and the gain of the row. Where all couplings are equally
 * strong (`signed`) it goes on with n, m, the offsets of n neighbours of positive and of m of
 * negative coupling, and fields are in units of that strength; otherwise with n and n times offset
 * and weight of f32. Offsets are in bytes from the first neighbour.
 */
export interface Rows {
  readonly words: Int32Array<ArrayBuffer>;
  readonly signed: boolean;
  /** Where each row starts. */
  readonly starts: Int32Array;
  /** Mean over the spins of (Σ_j |J_ij| + |h_i|)² / (Σ_j J_ij² + h_i²). */
  readonly degree: number;
}

/** Words of a row before its couplings, and where they are in it. */
export const ROW_HEAD = 3;
export const BIASED_FIELD = 0;
export const FIELD = 1;
export const GAIN = 2;

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** The bits of the f32 nearest to `value`. */
const floatBits = (value: number): number => {
  FLOAT[0] = value;
  return BITS[0]!;
};

/** Fields this much stronger than all couplings are not expressed in units of couplings. */
const FIELD_MAX = 2 ** 20;

/** The strength that all couplings share, 0 if there is no such unit. */
const commonStrength = ({ weight, field }: Couplings): number => {
  let common = 0;
  for (const w of weight) {
    if (w === 0) continue;
    if (common === 0) common = Math.abs(w);
    else if (Math.abs(w) !== common) return 0;
  }
  return field.every((h) => Math.abs(h) <= FIELD_MAX * common) ? common : 0;
};

/** Powers this small are no forces. */
const POWER_MIN = 2 ** -200;

/** The forces on a spin: sum of their strengths, and of the squares of these. */
interface Forces {
  readonly total: number;
  readonly power: number;
}

const forcesOf = ({ rowStart, weight, field }: Couplings, i: number, unit: number): Forces => {
  let total = Math.abs(field[i]! / unit);
  let power = total * total;
  for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
    const strength = Math.abs(weight[e]! / unit);
    total += strength;
    power += strength * strength;
  }
  return power < POWER_MIN ? { total: 0, power: 0 } : { total, power };
};

/**
 * Gain that brings the forces on a spin to about 1 when its neighbours are uncorrelated: the
 * inverse of the root of Σ_j J_ij² + h_i². So hubs are not driven harder than others.
 */
const gainOf = ({ power }: Forces): number => (power === 0 ? 0 : 1 / Math.sqrt(power));

/** How many equally strong forces would act like these. */
const degreeOf = ({ total, power }: Forces): number => (power === 0 ? 0 : (total * total) / power);

/** Writes the offsets of the neighbours of row i with this sign of coupling; returns the end. */
const putSign = (
  words: Int32Array,
  from: number,
  { rowStart, neighbor, weight }: Couplings,
  i: number,
  rowBytes: number,
  sign: number,
): number => {
  let at = from;
  for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
    if (Math.sign(weight[e]!) === sign) words[at++] = neighbor[e]! * rowBytes;
  }
  return at;
};

const putSigned = (
  words: Int32Array,
  start: number,
  couplings: Couplings,
  i: number,
  rowBytes: number,
): number => {
  const middle = putSign(words, start + 2, couplings, i, rowBytes, 1);
  const end = putSign(words, middle, couplings, i, rowBytes, -1);
  words[start] = middle - start - 2;
  words[start + 1] = end - middle;
  return end;
};

const putWeighted = (
  words: Int32Array,
  start: number,
  { rowStart, neighbor, weight }: Couplings,
  i: number,
  rowBytes: number,
): number => {
  words[start] = rowStart[i + 1]! - rowStart[i]!;
  let at = start + 1;
  for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
    words[at++] = neighbor[e]! * rowBytes;
    words[at++] = floatBits(weight[e]!);
  }
  return at;
};

/** The rows of a problem whose oscillators lie `rowBytes` apart. O(spins + couplings). */
export const packRows = (couplings: Couplings, rowBytes: number): Rows => {
  const { spins, weight, field } = couplings;
  const common = commonStrength(couplings);
  const signed = common > 0;
  const unit = signed ? common : 1;
  const put = signed ? putSigned : putWeighted;
  const words = new Int32Array((ROW_HEAD + 2) * spins + (signed ? 1 : 2) * weight.length);
  const starts = new Int32Array(spins);
  let [at, degrees] = [0, 0];
  for (let i = 0; i < spins; i++) {
    const forces = forcesOf(couplings, i, unit);
    degrees += degreeOf(forces);
    starts[i] = at;
    words[at + BIASED_FIELD] = words[at + FIELD] = floatBits(field[i]! / unit);
    words[at + GAIN] = floatBits(gainOf(forces));
    at = put(words, at + ROW_HEAD, couplings, i, rowBytes);
  }
  return { words: words.slice(0, at), signed, starts, degree: degrees / spins };
};
