import type { SlotGate } from '../engine/state.ts';
import { arrange, type Observable } from '../observables/expectation.ts';
import { packSum } from '../observables/pauli.ts';
import { DIAGONAL, type TurningGate } from './calculus.ts';
import type { Program } from './program.ts';

/**
 * A stretch of the way back: derivatives that can be read off one pair of states, then the gates to
 * undo before the next. All are numbers of turns or gates.
 */
export interface Stretch {
  /** Read together from a copy of the states: turn k has the value of term k. */
  readonly together: { readonly turns: readonly number[]; readonly observable: Observable } | null;
  /** Read one by one as overlaps. */
  readonly apart: readonly number[];
  /** The last gate first. */
  readonly undo: readonly number[];
}

export const maskOf = (slots: readonly number[]): number =>
  slots.reduce((mask, slot) => mask | (1 << slot), 0);

/** From so many turns a copy of the states costs less than the passes that it saves. */
const TOGETHER_MIN = 3;

/** The Pauli letters of generators of gates without controls, up to multiples of the identity. */
const LETTERS: Readonly<Record<TurningGate, { readonly x: 0 | 1; readonly z: 0 | 1 } | null>> = {
  rx: { x: 1, z: 0 },
  ry: { x: 1, z: 1 },
  rz: { x: 0, z: 1 },
  // |1⟩⟨1| is (1 - Z) / 2, and Im ⟨λ|ψ⟩ is Im ⟨ψ|H|ψ⟩ = 0
  p: { x: 0, z: 1 },
  rxx: { x: 1, z: 0 },
  ryy: { x: 1, z: 1 },
  rzz: { x: 0, z: 1 },
  gphase: null,
};

/**
 * Im ⟨λ|P|ψ⟩ is -1/2 of the expectation value of P ⊗ Y in |0⟩|ψ⟩ + |1⟩|λ⟩: one term for each turn,
 * whose gate has no controls.
 */
const observableOf = (
  { slots, structure, turns }: Program,
  read: readonly number[],
): Observable => {
  const [x, z]: [number[], number[]] = [[], []];
  for (const turn of read) {
    const { gate, targets } = structure[turns[turn]!.gate]!;
    const letter = LETTERS[gate as TurningGate]!;
    x.push((letter.x * maskOf(targets)) | (1 << slots));
    z.push((letter.z * maskOf(targets)) | (1 << slots));
  }
  return arrange(packSum(slots + 1, read.map(() => -0.5), x, z));
};

const stretchOf = (
  program: Program,
  read: readonly number[],
  undo: readonly number[],
): Stretch => {
  const gateOf = (turn: number): SlotGate => program.structure[program.turns[turn]!.gate]!;
  const apart = read.filter((turn) => gateOf(turn).controls.length > 0);
  const turns = read.filter((turn) => {
    const { gate, controls } = gateOf(turn);
    // a global phase has no derivative
    return controls.length === 0 && LETTERS[gate as TurningGate] !== null;
  });
  if (turns.length < TOGETHER_MIN) return { together: null, apart: read, undo };
  return { together: { turns, observable: observableOf(program, turns) }, apart, undo };
};

/** The highest stretch of the gates after the one looked at, by slot and by how they act on it. */
class Later {
  readonly #diagonal: Int32Array;
  readonly #other: Int32Array;

  constructor(slots: number) {
    this.#diagonal = new Int32Array(slots).fill(-1);
    this.#other = new Int32Array(slots).fill(-1);
  }

  /** Of the gates that `gate` does not commute with: on a slot of both, one is not diagonal. */
  clash(gate: SlotGate): number {
    let highest = -1;
    for (const slot of gate.controls) highest = Math.max(highest, this.#other[slot]!);
    for (const slot of gate.targets) {
      highest = Math.max(highest, this.#other[slot]!);
      if (!DIAGONAL.has(gate.gate)) highest = Math.max(highest, this.#diagonal[slot]!);
    }
    return highest;
  }

  add(gate: SlotGate, stretch: number): void {
    const inner = DIAGONAL.has(gate.gate) ? this.#diagonal : this.#other;
    for (const slot of gate.targets) inner[slot] = Math.max(inner[slot]!, stretch);
    for (const slot of gate.controls) {
      this.#diagonal[slot] = Math.max(this.#diagonal[slot]!, stretch);
    }
  }
}

/** Turns to read and gates to undo. */
interface Part {
  readonly read: number[];
  readonly undo: number[];
}

/**
 * Parts a program, backwards, into as few stretches as its order allows: a turn is read in the
 * first stretch by which all later gates that it does not commute with are undone, so that a layer
 * of rotations is read at once, however it is written down. Linear in the gates.
 */
export const planStretches = (program: Program): readonly Stretch[] => {
  const { slots, structure, turns } = program;
  const turnOf = new Map(turns.map(({ gate }, k) => [gate, k]));
  const later = new Later(slots);
  // the part before the others has nothing to read
  const parts: Part[] = [{ read: [], undo: [] }];
  const first = turns[0]?.gate ?? structure.length;
  for (let k = structure.length - 1; k >= first; k--) {
    const gate = structure[k]!;
    const turn = turnOf.get(k);
    const stretch = later.clash(gate) + (turn === undefined ? 0 : 1);
    const part = (parts[stretch + 1] ??= { read: [], undo: [] });
    if (turn !== undefined) part.read.push(turn);
    part.undo.push(k);
    later.add(gate, stretch);
  }
  // after the last reading nothing needs undoing
  return parts.map(({ read, undo }, k) =>
    stretchOf(program, read, k === parts.length - 1 ? [] : undo),
  );
};
