import type { SlotGate } from './state.ts';

/**
 * A Pauli that has happened to a shot but not yet to its state: X where a bit of `x` is set, Z
 * where one of `z` is, up to a phase. Knill (2005) called it a Pauli frame: it passes through
 * Clifford gates by changing itself, through others where it commutes with them.
 */
export interface Frame {
  x: number;
  z: number;
}

/** How a frame passes a gate. Masks have a bit for every slot. */
export interface FrameRule {
  readonly kind: 'free' | 'quarter' | 'turn' | 'controlled' | 'h' | 'swap' | 'iswap' | 'opaque';
  /** Slots of the gate: a frame that is the identity on them passes unchanged. */
  readonly mask: number;
  readonly controls: number;
  /** The Pauli that the gate turns about. */
  readonly px: number;
  readonly pz: number;
  /** Slots that are exchanged. */
  readonly a: number;
  readonly b: number;
}

const isOdd = (bits: number): boolean => {
  let rest = bits ^ (bits >>> 16);
  rest ^= rest >>> 8;
  rest ^= rest >>> 4;
  return ((0x6996 >>> (rest & 15)) & 1) === 1;
};

const maskOf = (slots: readonly number[]): number =>
  slots.reduce((mask, slot) => mask | (1 << slot), 0);

/** The Pauli letter that a gate turns its targets about, and by how much. */
const axisOf = ({ gate, params }: SlotGate): readonly [letter: string, angle: number] | null => {
  const angle = params[0] ?? 0;
  switch (gate) {
    case 'x':
      return ['X', Math.PI];
    case 'y':
      return ['Y', Math.PI];
    case 'z':
      return ['Z', Math.PI];
    case 's':
    case 'sdg':
      return ['Z', Math.PI / 2];
    case 't':
    case 'tdg':
      return ['Z', Math.PI / 4];
    case 'sx':
    case 'sxdg':
      return ['X', Math.PI / 2];
    case 'rx':
    case 'rxx':
      return ['X', angle];
    case 'ry':
    case 'ryy':
      return ['Y', angle];
    case 'rz':
    case 'p':
    case 'rzz':
      return ['Z', angle];
    case 'gphase':
      return ['I', angle];
    default:
      return null;
  }
};

/** The number of quarter turns in `angle`, or null if it is not whole. */
const quarters = (angle: number): number | null => {
  const turns = angle / (Math.PI / 2);
  const whole = Math.round(turns);
  return Math.abs(turns - whole) < 1e-14 * Math.max(1, Math.abs(turns)) ? whole : null;
};

const kindOf = (gate: SlotGate, angle: number | null): FrameRule['kind'] => {
  const free = gate.controls.length === 0;
  if (gate.gate === 'id') return 'free';
  if (angle === null) {
    if (!free || (gate.gate !== 'h' && gate.gate !== 'swap' && gate.gate !== 'iswap')) {
      return 'opaque';
    }
    return gate.gate;
  }
  const pauli = gate.gate === 'x' || gate.gate === 'y' || gate.gate === 'z';
  if (!free) return pauli && gate.controls.length === 1 ? 'controlled' : 'turn';
  const turns = gate.gate === 'gphase' ? 0 : quarters(angle);
  if (turns === null) return 'turn';
  return turns % 2 === 0 ? 'free' : 'quarter';
};

/** How frames pass `gate`. */
export const frameRule = (gate: SlotGate): FrameRule => {
  const axis = axisOf(gate);
  const targets = maskOf(gate.targets);
  const controls = maskOf(gate.controls);
  const letter = axis === null ? 'I' : axis[0];
  return {
    kind: kindOf(gate, axis === null ? null : axis[1]),
    mask: targets | controls,
    controls,
    px: letter === 'X' || letter === 'Y' ? targets : 0,
    pz: letter === 'Z' || letter === 'Y' ? targets : 0,
    a: 1 << (gate.targets[0] ?? 0),
    b: 1 << (gate.targets[1] ?? 0),
  };
};

/** Exchanges the bits `a` and `b` of `word`. */
const exchanged = (word: number, a: number, b: number): number =>
  ((word & a) === 0) === ((word & b) === 0) ? word : word ^ a ^ b;

const through = (frame: Frame, { kind, a, b }: FrameRule): void => {
  if (kind === 'h') {
    const differ = (frame.x ^ frame.z) & a;
    frame.x ^= differ;
    frame.z ^= differ;
    return;
  }
  if (kind === 'iswap') {
    // S on both, then CZ, then SWAP
    frame.z ^= frame.x & (a | b);
    if ((frame.x & a) !== 0) frame.z ^= b;
    if ((frame.x & b) !== 0) frame.z ^= a;
  }
  frame.x = exchanged(frame.x, a, b);
  frame.z = exchanged(frame.z, a, b);
};

/**
 * Takes `frame` through a gate, from before it to after it, and tells whether that was possible;
 * otherwise the frame is left as it was, and its part on the gate's slots must be applied first.
 */
export const pass = (frame: Frame, rule: FrameRule): boolean => {
  const { x, z } = frame;
  const opposed = isOdd((x & rule.pz) ^ (z & rule.px));
  switch (rule.kind) {
    case 'free':
      return true;
    case 'quarter':
      if (!opposed) return true;
      frame.x ^= rule.px;
      frame.z ^= rule.pz;
      return true;
    case 'turn':
      return !opposed && (x & rule.controls) === 0;
    case 'controlled':
      if ((x & rule.controls) !== 0) {
        frame.x ^= rule.px;
        frame.z ^= rule.pz;
      }
      if (opposed) frame.z ^= rule.controls;
      return true;
    case 'opaque':
      return ((x | z) & rule.mask & ~rule.controls) === 0 && (x & rule.controls) === 0;
    default:
      through(frame, rule);
      return true;
  }
};
