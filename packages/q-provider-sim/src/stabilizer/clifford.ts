import { type Circuit, type CircuitOp, type GateName, type GateOp } from '@xdv/domain-model';

/** The gates that every Clifford gate of a circuit is written in, up to a global phase. */
export type CliffordName =
  | 'x' | 'y' | 'z' | 'h' | 's' | 'sdg' | 'sx' | 'sxdg' | 'cx' | 'cy' | 'cz' | 'swap';

/** One primitive on qubit `a`, or on `a` and `b` with `a` as the control. */
export interface CliffordGate {
  readonly gate: CliffordName;
  readonly a: number;
  readonly b: number;
}

/** Whether stabilizers suffice for a circuit, and if not, where they first do not. */
export type CliffordVerdict =
  | { readonly clifford: true }
  | { readonly clifford: false; readonly path: string; readonly gate: string };

const QUARTER = Math.PI / 2;

/** Angles this close to a multiple of π/2, in radians, count as that multiple. */
const ANGLE_TOLERANCE = 1e-10;

/** The angle in quarter turns, 0 to 7 (half angles have period 4π); null between multiples. */
const quarters = (angle: number): number | null => {
  const turns = Math.round(angle / QUARTER);
  if (Math.abs(angle - turns * QUARTER) > ANGLE_TOLERANCE) return null;
  return ((turns % 8) + 8) % 8;
};

const one = (gate: CliffordName, a: number): CliffordGate => ({ gate, a, b: a });
const two = (gate: CliffordName, a: number, b: number): CliffordGate => ({ gate, a, b });

type Names = readonly CliffordName[];

// what a quarter turn about an axis is for 0, 1, 2 and 3 of them, in order of application
const ABOUT_X: readonly Names[] = [[], ['sx'], ['x'], ['sxdg']];
const ABOUT_Y: readonly Names[] = [[], ['z', 'h'], ['y'], ['h', 'z']];
const ABOUT_Z: readonly Names[] = [[], ['s'], ['z'], ['sdg']];

const turn = (axis: readonly Names[], turns: number | null): Names | null =>
  turns === null ? null : axis[turns % 4]!;

/** u(θ, φ, λ) = p(φ) ry(θ) p(λ), where only what is left of φ and λ has to be a quarter turn. */
const lowerU = (theta: number, phi: number, lambda: number): Names | null => {
  const turns = quarters(theta);
  if (turns === null) return null;
  if (turns % 4 === 0) return turn(ABOUT_Z, quarters(phi + lambda));
  if (turns % 4 === 2) {
    const rest = turn(ABOUT_Z, quarters(lambda - phi + Math.PI));
    return rest && [...rest, 'x'];
  }
  const before = turn(ABOUT_Z, quarters(lambda));
  const after = turn(ABOUT_Z, quarters(phi));
  return before && after && [...before, ...ABOUT_Y[turns % 4]!, ...after];
};

const FIXED: Partial<Record<GateName, Names>> = {
  id: [],
  x: ['x'],
  y: ['y'],
  z: ['z'],
  h: ['h'],
  s: ['s'],
  sdg: ['sdg'],
  sx: ['sx'],
  sxdg: ['sxdg'],
};

const lowerOne = ({ gate, params }: GateOp): Names | null => {
  const [a = 0, b = 0, c = 0] = params;
  switch (gate) {
    case 'rx':
      return turn(ABOUT_X, quarters(a));
    case 'ry':
      return turn(ABOUT_Y, quarters(a));
    case 'rz':
    case 'p':
      return turn(ABOUT_Z, quarters(a));
    case 'u':
      return lowerU(a, b, c);
    default:
      return FIXED[gate] ?? null;
  }
};

/** exp(-iθ/2 Z⊗Z): diag(1, i, i, 1) for a quarter turn, up to its phase. */
const lowerRzz = (turns: number, a: number, b: number): readonly CliffordGate[] => {
  const local = ABOUT_Z[turns % 4]!.flatMap((name) => [one(name, a), one(name, b)]);
  return turns % 2 === 1 ? [...local, two('cz', a, b)] : local;
};

const around = (
  before: Names,
  middle: readonly CliffordGate[],
  after: Names,
  [a = 0, b = 0]: readonly number[],
): readonly CliffordGate[] => {
  const both = (names: Names): CliffordGate[] =>
    names.flatMap((name) => [one(name, a), one(name, b)]);
  return [...both(before), ...middle, ...both(after)];
};

const lowerTwo = (op: GateOp): readonly CliffordGate[] | null => {
  const [a = 0, b = 0] = op.targets;
  if (op.gate === 'swap') return [two('swap', a, b)];
  if (op.gate === 'iswap') {
    return [one('s', a), one('s', b), two('cz', a, b), two('swap', a, b)];
  }
  const turns = quarters(op.params[0]!);
  if (turns === null) return null;
  const middle = lowerRzz(turns, a, b);
  if (op.gate === 'rzz') return middle;
  if (op.gate === 'rxx') return around(['h'], middle, ['h'], op.targets);
  return around(['sdg', 'h'], middle, ['h', 's'], op.targets);
};

type Pauli = 'x' | 'y' | 'z';

/** i^phase times a Pauli on every listed qubit. */
interface PhasedPauli {
  readonly phase: number;
  readonly paulis: readonly (readonly [Pauli, number])[];
}

/** exp(-iθ/2 P) for an even number of quarter turns: (-i)^m P^m. */
const halfTurns = (
  angle: number,
  pauli: Pauli,
  targets: readonly number[],
): PhasedPauli | null => {
  const turns = quarters(angle);
  if (turns === null || turns % 2 === 1) return null;
  const half = turns / 2;
  const paulis = half % 2 === 1 ? targets.map((q) => [pauli, q] as const) : [];
  return { phase: (3 * half) % 4, paulis };
};

/** diag(1, e^{i angle}) if that is 1 or Z. */
const phaseOf = (angle: number, target: number): PhasedPauli | null => {
  const turns = quarters(angle);
  if (turns === null || turns % 2 === 1) return null;
  return { phase: 0, paulis: turns % 4 === 2 ? [['z', target]] : [] };
};

/** As {@link lowerU}, with the phase: (-1)^m before it, e^{iφ} before the X of a half turn. */
const pauliOfU = ([theta = 0, phi = 0, lambda = 0]: readonly number[], target: number) => {
  const turns = quarters(theta);
  if (turns === null || turns % 2 === 1) return null;
  const sign = turns >= 4 ? 2 : 0;
  if (turns % 4 === 0) {
    const diagonal = phaseOf(phi + lambda, target);
    return diagonal && { phase: sign, paulis: diagonal.paulis };
  }
  const ahead = quarters(phi);
  const diagonal = phaseOf(lambda - phi + Math.PI, target);
  if (ahead === null || diagonal === null) return null;
  const isX = diagonal.paulis.length === 0;
  // X Z = -i Y
  const phase = (sign + ahead + (isX ? 0 : 3)) % 4;
  return { phase, paulis: [[isX ? 'x' : 'y', target] as const] };
};

/** The gate as i^k times a Pauli string, which is what a control leaves Clifford. */
const pauliOf = ({ gate, targets, params }: GateOp): PhasedPauli | null => {
  const [target = 0] = targets;
  const [angle = 0] = params;
  switch (gate) {
    case 'id':
      return { phase: 0, paulis: [] };
    case 'x':
    case 'y':
    case 'z':
      return { phase: 0, paulis: [[gate, target]] };
    case 'rx':
    case 'rxx':
      return halfTurns(angle, 'x', targets);
    case 'ry':
    case 'ryy':
      return halfTurns(angle, 'y', targets);
    case 'rz':
    case 'rzz':
      return halfTurns(angle, 'z', targets);
    case 'p':
      return phaseOf(angle, target);
    case 'u':
      return pauliOfU(params, target);
    case 'gphase': {
      const turns = quarters(angle);
      return turns === null ? null : { phase: turns % 4, paulis: [] };
    }
    default:
      return null;
  }
};

const lowerControlled = (op: GateOp): readonly CliffordGate[] | null => {
  const pauli = pauliOf(op);
  if (pauli === null) return null;
  const [a = 0, b = 0] = op.controls;
  if (op.controls.length === 1) {
    const onControl = ABOUT_Z[pauli.phase]!.map((name) => one(name, a));
    return [...onControl, ...pauli.paulis.map(([name, q]) => two(`c${name}`, a, q))];
  }
  if (pauli.paulis.length > 0 || pauli.phase % 2 === 1) return null;
  if (pauli.phase === 0) return [];
  return op.controls.length === 2 ? [two('cz', a, b)] : null;
};

/**
 * A gate as Clifford primitives in order of application, up to a global phase; null if it is no
 * Clifford gate. Angles within 1e-10 rad of a multiple of π/2 count as that multiple.
 */
export const lowerGate = (op: GateOp): readonly CliffordGate[] | null => {
  if (op.controls.length > 0) return lowerControlled(op);
  if (op.gate === 'gphase') return [];
  const [a = 0] = op.targets;
  if (op.targets.length === 2) return lowerTwo(op);
  return lowerOne(op)?.map((name) => one(name, a)) ?? null;
};

const findIn = (ops: readonly CircuitOp[], path: string): CliffordVerdict => {
  for (const [index, op] of ops.entries()) {
    const here = `${path}[${index}]`;
    if (op.kind === 'gate' && lowerGate(op) === null) {
      return { clifford: false, path: here, gate: op.gate };
    }
    if (op.kind === 'computed' || op.kind === 'set' || op.kind === 'while') {
      return { clifford: false, path: here, gate: op.kind };
    }
    if (op.kind !== 'if') continue;
    const then = findIn(op.then, `${here}.then`);
    const verdict = then.clifford ? findIn(op.otherwise, `${here}.otherwise`) : then;
    if (!verdict.clifford) return verdict;
  }
  return { clifford: true };
};

/**
 * Whether every gate of a valid circuit, branches included, is Clifford and outcomes are used in
 * conditions alone; if not, the first operation that is not so, by its path (`ops[3].then[0]`).
 * Linear in operations.
 */
export const isClifford = (circuit: Circuit): CliffordVerdict => findIn(circuit.ops, 'ops');
