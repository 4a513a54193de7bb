import type { Classical, Fault, SetOp } from '@xdv/domain-model';
import type { MeasureStep } from './compile.ts';
import type { Field } from './fields.ts';
import { frameRule, type FrameRule } from './frame.ts';
import type { PreparedKraus } from './prepare-kraus.ts';
import type { SlotGate } from './state.ts';

/** What a Pauli channel may do to its slots. */
export interface PauliTable {
  /** Cumulative probabilities, given that something happens. */
  readonly upTo: readonly number[];
  readonly x: readonly number[];
  readonly z: readonly number[];
  /** Probability that something happens. */
  readonly total: number;
}

/** A chance in a block that strikes without looking at the state: a Pauli or a reset. */
export type Strike = {
  readonly site: number;
  /** Gates of the block before it. */
  readonly at: number;
  /** The event that says which Pauli, or how the qubit to reset is found. */
  readonly event: number;
} & (
  | { readonly kind: 'pauli'; readonly table: PauliTable }
  | { readonly kind: 'depolarizing'; readonly slots: readonly number[] }
  | { readonly kind: 'reset'; readonly slot: number }
);

/**
 * Gates in a row and what may strike between them. The list of gates is the same object for every
 * shot, and so are its parts: see {@link part}.
 */
export interface Block {
  readonly kind: 'block';
  readonly gates: readonly SlotGate[];
  /** How frames pass the gates, once somebody asks: see {@link rulesOf}. */
  rules: readonly FrameRule[] | null;
  /** Of consecutive sites, in the order of `at`. */
  readonly strikes: readonly Strike[];
  readonly parts: Map<number, readonly SlotGate[]>;
}

export interface Misreading {
  readonly site: number;
  /** The event that says whether a candidate is misread. */
  readonly event: number;
  /** Probability of misreading 0 and 1, given that the site strikes. */
  readonly given: readonly [number, number];
}

export interface Measurement {
  readonly kind: 'measure';
  readonly slot: number;
  readonly bit: number;
  readonly event: number;
  readonly misreading: Misreading | null;
}

interface Resetting {
  readonly kind: 'reset';
  readonly slot: number;
  readonly event: number;
}

/** Amplitude damping. Its site strikes candidates for a jump, all shots if it is null. */
export interface Damping {
  readonly kind: 'damp';
  readonly slot: number;
  readonly relax: number;
  readonly site: number | null;
  readonly event: number;
}

/** A Kraus channel. Its site strikes shots that may leave its main operator, all if it is null. */
export interface Krausing extends PreparedKraus {
  readonly kind: 'kraus';
  readonly slots: readonly number[];
  readonly site: number | null;
  readonly event: number;
}

/** Goes on with the next node if every listed bit has its listed value, else at `otherwise`. */
export interface Branch {
  readonly kind: 'if';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly otherwise: number;
}

interface Assignment {
  readonly kind: 'set';
  readonly op: SetOp;
}

/** A gate whose angles depend on the bits of a shot. */
export interface Computed {
  readonly kind: 'computed';
  readonly gate: SlotGate;
  readonly params: readonly Classical[];
}

/** Nobody may get here. */
interface Stop {
  readonly kind: 'stop';
  readonly fault: Fault;
}

interface Jump {
  readonly kind: 'jump';
  readonly to: number;
}

/** The final measurements, answered by one draw. */
export interface End {
  readonly kind: 'end';
  readonly tail: readonly MeasureStep[];
  readonly fields: readonly Field[];
  readonly event: number;
  /** Misreadings of consecutive sites, each with its position in the tail. */
  readonly misreadings: readonly (Misreading & { readonly position: number })[];
}

export type Node =
  | Block
  | Measurement
  | Resetting
  | Damping
  | Krausing
  | Branch
  | Assignment
  | Computed
  | Stop
  | Jump
  | End;

/**
 * A plan laid out for execution: nodes in the order in which shots pass them, forward only. Every
 * chance has a number that does not depend on what happened before: a site if it strikes without
 * looking at the state, and an event for the draw that decides the rest.
 */
export interface Program {
  readonly slots: number;
  /** Classical bits in all. */
  readonly memory: number;
  readonly nodes: readonly Node[];
  /** Probability of each site. */
  readonly probabilities: readonly number[];
  /** Node of each site. */
  readonly nodeOf: readonly number[];
  /** Nodes at the start that are the same in every shot. */
  readonly prefix: number;
}

/** How frames pass the gates of a block. */
export const rulesOf = (block: Block): readonly FrameRule[] => {
  block.rules ??= block.gates.map(frameRule);
  return block.rules;
};

/** Gates `from` to `to` of a block: the same list whenever asked for. */
export const part = (block: Block, from: number, to: number): readonly SlotGate[] => {
  const { gates, parts } = block;
  if (from === 0 && to === gates.length) return gates;
  const key = from * (gates.length + 1) + to;
  let list = parts.get(key);
  if (list === undefined) {
    list = gates.slice(from, to);
    parts.set(key, list);
  }
  return list;
};
