import { anglesOf, assign, stop } from './classical.ts';
import { krausWeight, reducedDensity } from './kraus.ts';
import type { Move } from './moves.ts';
import { expect, living, struckAt, type Course, type Part, type Path, type Split } from './path.ts';
import {
  type Branch,
  type Computed,
  type Damping,
  type Krausing,
  type Measurement,
  type Node,
} from './nodes.ts';
import { advance, bitOf, drawOf, flipOf, setBit, type Run } from './shots.ts';
import type { StateVector } from './state.ts';
import { visitBlock } from './visit-block.ts';

/** Shares of the weight below this are rounding errors. */
const ROUNDING = 1e-12;

const onward = (path: Path, moves: readonly Move[]): Course => ({
  moves,
  at: path.at + 1,
  offset: 0,
  due: null,
});

/** The same node once more, after some moves. */
const again = ({ at, offset, due }: Path, moves: readonly Move[]): Course => ({
  moves,
  at,
  offset,
  due,
});

/** Marks shots as leaving their path. */
const leaving = (run: Run, shots: readonly number[], course: Course): Part => {
  for (const s of shots) run.shots.owner[s] = -1;
  return { ...course, shots };
};

/** Weights of a live slot in |0⟩ and |1⟩. */
const weigh = (state: StateVector, slot: number): readonly [zero: number, one: number] => {
  state.widen(slot + 1);
  const bit = 1 << slot;
  return [state.weight(bit, 0), state.weight(bit, bit)];
};

/** Measures a slot in every shot, by one draw each: shots with outcome 1 and all moves. */
const observe = (
  run: Run,
  state: StateVector,
  path: Path,
  slot: number,
  event: number,
): { readonly ones: readonly number[]; readonly moves: readonly [Move[], Move[]] } => {
  const [zero, one] = weigh(state, slot);
  const ones: number[] = [];
  for (const s of living(run, path)) {
    if (drawOf(run, s, event) * (zero + one) < one) ones.push(s);
  }
  const bit = 1 << slot;
  return {
    ones,
    moves: [
      [{ kind: 'project', bit, outcome: 0, weight: zero }],
      [{ kind: 'project', bit, outcome: 1, weight: one }],
    ],
  };
};

const visitMeasure = (run: Run, state: StateVector, path: Path, node: Measurement): Split => {
  const { shots } = run;
  const { slot, bit, event, misreading } = node;
  const found =
    slot < 0 ? { ones: [], moves: [[], []] as const } : observe(run, state, path, slot, event);
  for (const s of living(run, path)) setBit(shots, s, bit, slot < 0 ? 0 : flipOf(shots, s, slot));
  for (const s of found.ones) setBit(shots, s, bit, 1 - bitOf(shots, s, bit));
  if (misreading !== null) {
    for (const s of struckAt(run, path)) {
      const read = bitOf(shots, s, bit);
      if (drawOf(run, s, misreading.event) < misreading.given[read]!) {
        setBit(shots, s, bit, 1 - read);
      }
      advance(run, s);
      expect(run, path, s);
    }
  }
  if (slot < 0) return { parts: [], stay: onward(path, []) };
  // after the collapse, Z on the slot is a global phase
  for (const s of path.framed) if (shots.owner[s] === path.id) shots.z[s]! &= ~(1 << slot);
  const parts =
    found.ones.length > 0 ? [leaving(run, found.ones, onward(path, found.moves[1]))] : [];
  return { parts, stay: onward(path, found.moves[0]) };
};

/** Puts a slot of every shot into |0⟩, whatever it was. */
const visitReset = (
  run: Run,
  state: StateVector,
  path: Path,
  { slot, event }: { readonly slot: number; readonly event: number },
  course: Course,
): Split => {
  const { ones, moves } = observe(run, state, path, slot, event);
  const bit = 1 << slot;
  for (const s of path.framed) {
    if (run.shots.owner[s] !== path.id) continue;
    run.shots.x[s]! &= ~bit;
    run.shots.z[s]! &= ~bit;
  }
  const flipped: readonly Move[] = [...moves[1], { kind: 'pauli', x: bit, z: 0 }];
  const parts =
    ones.length > 0 ? [leaving(run, ones, { ...course, moves: flipped })] : [];
  return { parts, stay: { ...course, moves: moves[0] } };
};

/** Applies the frames on some slots to the states, sharing what can be shared, if there are any. */
const settleFrames = (run: Run, path: Path, xMask: number, zMask: number): Split | null => {
  const { x, z, owner } = run.shots;
  const groups = Map.groupBy(
    path.framed.filter((s) => owner[s] === path.id && (x[s]! & xMask || z[s]! & zMask) !== 0),
    (s) => `${x[s]! & xMask},${z[s]! & zMask}`,
  );
  if (groups.size === 0) return null;
  const parts = Array.from(groups.values(), (shots) => {
    const pauli: Move = { kind: 'pauli', x: x[shots[0]!]! & xMask, z: z[shots[0]!]! & zMask };
    for (const s of shots) {
      x[s]! &= ~xMask;
      z[s]! &= ~zMask;
    }
    return leaving(run, shots, again(path, [pauli]));
  });
  return { parts, stay: again(path, []) };
};

/** The shots that a chance concerns at all. */
const candidatesOf = (run: Run, path: Path, site: number | null): readonly number[] => {
  if (site === null) return [...living(run, path)];
  const struck = struckAt(run, path);
  for (const s of struck) {
    advance(run, s);
    expect(run, path, s);
  }
  return struck;
};

/**
 * Amplitude damping by quantum jumps (Nielsen and Chuang, section 8.3.5; Dalibard, Castin and
 * Mølmer 1992): the qubit jumps to |0⟩ with probability relax · P(1). Only candidates, drawn with
 * probability `relax` beforehand, look at the state.
 */
const visitDamp = (run: Run, state: StateVector, path: Path, node: Damping): Split => {
  const { slot, relax, site, event } = node;
  const bit = 1 << slot;
  const framed = settleFrames(run, path, bit, 0);
  if (framed !== null) return framed;
  const stay = onward(path, [{ kind: 'scale', bit, factor: Math.sqrt(1 - relax) }]);
  const candidates = candidatesOf(run, path, site);
  if (candidates.length === 0) return { parts: [], stay };
  const [zero, one] = weigh(state, slot);
  const chance = site === null ? relax * one : one;
  const jumps = candidates.filter((s) => drawOf(run, s, event) * (zero + one) < chance);
  const moves: readonly Move[] = [
    { kind: 'project', bit, outcome: 1, weight: one },
    { kind: 'pauli', x: bit, z: 0 },
  ];
  const parts = jumps.length > 0 ? [leaving(run, jumps, onward(path, moves))] : [];
  return { parts, stay };
};

/**
 * A Kraus channel: operator K happens with probability ‖Kψ‖². Only candidates, drawn beforehand
 * with a probability that no state exceeds, may leave the main operator. The main operator and
 * damping without a jump leave the norm for later: it is the chance of getting this far, and every
 * other chance restores it.
 */
const visitKraus = (run: Run, state: StateVector, path: Path, node: Krausing): Split => {
  const { slots, qubits, escape, main, others, site, event } = node;
  const mask = slots.reduce((bits, slot) => bits | (1 << slot), 0);
  const framed = settleFrames(run, path, mask, mask);
  if (framed !== null) return framed;
  const stay = onward(path, [{ kind: 'kraus', slots, mixes: main, factor: 1 }]);
  const candidates = candidatesOf(run, path, site);
  if (candidates.length === 0) return { parts: [], stay };
  state.widen(1 + Math.max(...slots));
  const density = reducedDensity(state, slots);
  const total = state.weight(0, 0);
  const weights = others.map(({ matrix }) => krausWeight(matrix, density, qubits));
  // where rounding would leave a draw to an operator that cannot happen
  const impossible = krausWeight(node.mainMatrix, density, qubits) <= total * ROUNDING;
  const rest = impossible ? weights.indexOf(Math.max(...weights)) : -1;
  const groups = others.map((): number[] => []);
  for (const s of candidates) {
    let left = drawOf(run, s, event) * total * (site === null ? 1 : escape);
    const k = weights.findIndex((weight) => (left -= weight) < 0);
    groups[k < 0 ? rest : k]?.push(s);
  }
  const parts: Part[] = [];
  for (const [k, shots] of groups.entries()) {
    if (shots.length === 0) continue;
    const factor = 1 / Math.sqrt(weights[k]!);
    const move: Move = { kind: 'kraus', slots, mixes: others[k]!.mixes, factor };
    parts.push(leaving(run, shots, onward(path, [move])));
  }
  return { parts, stay };
};

const visitIf = (run: Run, path: Path, { bits, values, otherwise }: Branch): Split => {
  const others: number[] = [];
  for (const s of living(run, path)) {
    if (!bits.every((bit, k) => bitOf(run.shots, s, bit) === values[k])) others.push(s);
  }
  const aside: Course = { ...onward(path, []), at: otherwise };
  const parts = others.length > 0 ? [leaving(run, others, aside)] : [];
  return { parts, stay: onward(path, []) };
};

/** Shots with the same angles go on together. */
const visitComputed = (run: Run, path: Path, { gate, params }: Computed): Split => {
  const mask = [...gate.targets, ...gate.controls].reduce((bits, slot) => bits | (1 << slot), 0);
  const framed = settleFrames(run, path, mask, mask);
  if (framed !== null) return framed;
  interface Group {
    readonly params: readonly number[];
    readonly shots: number[];
  }
  const groups = new Map<string, Group>();
  for (const s of living(run, path)) {
    const angles = anglesOf(run.shots, s, params);
    const key = angles.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { params: angles, shots: [s] });
    else group.shots.push(s);
  }
  const [first, ...others] = groups.values();
  const onto = (angles: readonly number[]): Course =>
    onward(path, [{ kind: 'gates', gates: [{ ...gate, params: angles }] }]);
  return {
    parts: others.map((group) => leaving(run, group.shots, onto(group.params))),
    stay: onto(first!.params),
  };
};

/** Decides for all shots of a path what happens at its node, whose state is `state`. */
export const visit = (run: Run, state: StateVector, path: Path, node: Node): Split => {
  switch (node.kind) {
    case 'block':
      return path.due === null
        ? visitBlock(run, path, node)
        : visitReset(run, state, path, path.due, { ...again(path, []), due: null });
    case 'measure':
      return visitMeasure(run, state, path, node);
    case 'reset':
      return visitReset(run, state, path, node, onward(path, []));
    case 'damp':
      return visitDamp(run, state, path, node);
    case 'kraus':
      return visitKraus(run, state, path, node);
    case 'if':
      return visitIf(run, path, node);
    case 'set':
      for (const s of living(run, path)) assign(run.shots, s, node.op);
      return { parts: [], stay: onward(path, []) };
    case 'computed':
      return visitComputed(run, path, node);
    case 'stop':
      return stop(node.fault);
    case 'jump':
      return { parts: [], stay: { ...onward(path, []), at: node.to } };
    case 'end':
      return { parts: [], stay: onward(path, []) };
  }
};
