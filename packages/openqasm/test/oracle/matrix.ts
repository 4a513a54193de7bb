/** A complex number, as `[re, im]`. */
export type Amplitude = readonly [number, number];

/** Rows of a square matrix. Bit k of a row or column number is operand k of the gate. */
export type Matrix = readonly (readonly Amplitude[])[];

export const times = ([a, b]: Amplitude, [c, d]: Amplitude): Amplitude => [
  a * c - b * d,
  a * d + b * c,
];

export const plus = ([a, b]: Amplitude, [c, d]: Amplitude): Amplitude => [a + c, b + d];

export const polar = (size: number, angle: number): Amplitude => [
  size * Math.cos(angle),
  size * Math.sin(angle),
];

const ZERO: Amplitude = [0, 0];
const ONE: Amplitude = [1, 0];

const build = (size: number, entry: (row: number, column: number) => Amplitude): Matrix =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) => entry(row, column)),
  );

export const identity = (size: number): Matrix =>
  build(size, (row, column) => (row === column ? ONE : ZERO));

export const product = (a: Matrix, b: Matrix): Matrix =>
  build(a.length, (row, column) => {
    let sum = ZERO;
    for (let k = 0; k < a.length; k++) sum = plus(sum, times(a[row]![k]!, b[k]![column]!));
    return sum;
  });

/** The conjugate transpose: the inverse of a unitary matrix. */
export const adjoint = (a: Matrix): Matrix =>
  build(a.length, (row, column) => {
    const [re, im] = a[column]![row]!;
    return [re, -im];
  });

/** `a` where `count` new first operands are all `value`, otherwise nothing. */
export const controlled = (a: Matrix, count: number, value: 0 | 1): Matrix => {
  const controls = 2 ** count;
  const active = value === 1 ? controls - 1 : 0;
  return build(a.length * controls, (row, column) => {
    const [low, high] = [row % controls, Math.floor(row / controls)];
    const [from, inner] = [column % controls, Math.floor(column / controls)];
    if (low !== from) return ZERO;
    if (low === active) return a[high]![inner]!;
    return high === inner ? ONE : ZERO;
  });
};

const power = (a: Matrix, exponent: number): Matrix => {
  let result = identity(a.length);
  for (let k = 0; k < exponent; k++) result = product(result, a);
  return result;
};

/** Principal argument; an eigenvalue that is -1 but for rounding counts as +π. */
const argument = ([re, im]: Amplitude): number => {
  const angle = Math.atan2(im, re);
  return angle < -Math.PI + 1e-7 ? angle + 2 * Math.PI : angle;
};

/** A unitary 2×2 matrix to a real power: each eigenvalue to it, on its own eigenspace. */
const realPower = (a: Matrix, exponent: number): Matrix => {
  const [[p, q], [r, s]] = a as [[Amplitude, Amplitude], [Amplitude, Amplitude]];
  const half: Amplitude = [(p[0] + s[0]) / 2, (p[1] + s[1]) / 2];
  const minor = times(q, r);
  const squares = plus(times(half, half), plus(minor, times([-1, 0], times(p, s))));
  const root = polar(Math.sqrt(Math.hypot(...squares)), Math.atan2(squares[1], squares[0]) / 2);
  const one = plus(half, root);
  const two = plus(half, [-root[0], -root[1]]);
  const gap = plus(one, [-two[0], -two[1]]);
  const size = gap[0] ** 2 + gap[1] ** 2;
  if (size < 1e-14) {
    const factor = polar(1, exponent * argument(one));
    return build(2, (row, column) => (row === column ? factor : ZERO));
  }
  const inverse: Amplitude = [gap[0] / size, -gap[1] / size];
  const [first, second] = [one, two].map((value) => polar(1, exponent * argument(value)));
  return build(2, (row, column) => {
    const entry = a[row]![column]!;
    const diagonal = row === column ? 1 : 0;
    // (a - λ₂)/(λ₁ - λ₂) projects on the eigenspace of λ₁
    const onFirst = times(plus(entry, [-two[0] * diagonal, -two[1] * diagonal]), inverse);
    const onSecond = plus([diagonal, 0], [-onFirst[0], -onFirst[1]]);
    return plus(times(first!, onFirst), times(second!, onSecond));
  });
};

/** Raises to a power: real ones only for matrices that are 2×2 or a phase. */
export const raised = (a: Matrix, exponent: number): Matrix => {
  if (Number.isInteger(exponent)) {
    return power(exponent < 0 ? adjoint(a) : a, Math.abs(exponent));
  }
  if (a.length === 1) return [[polar(1, exponent * argument(a[0]![0]!))]];
  if (a.length === 2) return realPower(a, exponent);
  throw new RangeError(`the oracle has no power ${exponent} of a matrix of ${a.length} rows`);
};

/** The state after `a` on `qubits`, which are bits of the state's index. */
export const applied = (
  state: readonly Amplitude[],
  a: Matrix,
  qubits: readonly number[],
): readonly Amplitude[] => {
  const all = qubits.reduce((mask, qubit) => mask + 2 ** qubit, 0);
  const spread = (local: number): number =>
    qubits.reduce((index, qubit, k) => index + ((local >> k) & 1) * 2 ** qubit, 0);
  return state.map((_, index) => {
    const rest = index & ~all;
    const row = qubits.reduce((local, qubit, k) => local + ((index >> qubit) & 1) * 2 ** k, 0);
    let sum = ZERO;
    for (let column = 0; column < a.length; column++) {
      sum = plus(sum, times(a[row]![column]!, state[rest + spread(column)]!));
    }
    return sum;
  });
};

/** The built-in gate `U`, with the phase of OpenQASM 3.0: its first entry is (1 + e^{iθ})/2. */
export const builtInU = (theta: number, phi: number, lambda: number): Matrix => {
  const sum = times([0.5, 0], plus(ONE, polar(1, theta)));
  const difference = times([0.5, 0], plus(ONE, polar(-1, theta)));
  return [
    [sum, times(times([0, -1], polar(1, lambda)), difference)],
    [times(times([0, 1], polar(1, phi)), difference), times(polar(1, phi + lambda), sum)],
  ];
};
