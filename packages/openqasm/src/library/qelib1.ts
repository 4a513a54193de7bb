import {
  base,
  controlled,
  sequence,
  step,
  type Library,
  type LibraryGate,
  type LibraryStep,
} from './gate.ts';
import { CU, U1, U2, U3 } from './shared.ts';

/** The gates of the file as published with the language. A program may not redefine these. */
const ORIGINAL: Readonly<Record<string, LibraryGate>> = {
  u3: U3,
  u2: U2,
  u1: U1,
  cx: controlled('x', 1),
  id: base('id'),
  x: base('x'),
  y: base('y'),
  z: base('z'),
  h: base('h'),
  s: base('s'),
  sdg: base('sdg'),
  t: base('t'),
  tdg: base('tdg'),
  rx: base('rx'),
  ry: base('ry'),
  rz: base('rz'),
  cz: controlled('z', 1),
  cy: controlled('y', 1),
  ch: controlled('h', 1),
  ccx: controlled('x', 2),
  crz: controlled('rz', 1),
  cu1: controlled('p', 1),
  cu3: controlled('u', 1),
};

const cx = (control: number, target: number): LibraryStep => step('x', [target], [], [control]);

/**
 * Toffoli up to a relative phase (−1 where only the controls' first is 1 with the target, ±i on
 * the flip). Source: Maslov, Phys. Rev. A 93, 022311 (2016), figure 3.
 */
const RCCX = sequence(0, 3, [
  step('h', [2]),
  step('t', [2]),
  cx(1, 2),
  step('tdg', [2]),
  cx(0, 2),
  step('t', [2]),
  cx(1, 2),
  step('tdg', [2]),
  step('h', [2]),
]);

/** Three-controlled X up to relative phases. Source: Maslov (2016), figure 4. */
const RC3X = sequence(0, 4, [
  step('h', [3]),
  step('t', [3]),
  cx(2, 3),
  step('tdg', [3]),
  step('h', [3]),
  cx(0, 3),
  step('t', [3]),
  cx(1, 3),
  step('tdg', [3]),
  cx(0, 3),
  step('t', [3]),
  cx(1, 3),
  step('tdg', [3]),
  step('h', [3]),
  step('t', [3]),
  cx(2, 3),
  step('tdg', [3]),
  step('h', [3]),
]);

/** What later editions of the file added. Older programs define some of these themselves. */
const LATER: Readonly<Record<string, LibraryGate>> = {
  u: base('u'),
  p: base('p'),
  u0: sequence(1, 1, [step('id', [0])]),
  sx: base('sx'),
  sxdg: base('sxdg'),
  swap: base('swap'),
  cswap: controlled('swap', 1),
  crx: controlled('rx', 1),
  cry: controlled('ry', 1),
  cp: controlled('p', 1),
  csx: controlled('sx', 1),
  cu: CU,
  rxx: base('rxx'),
  ryy: base('ryy'),
  rzz: base('rzz'),
  rccx: RCCX,
  rc3x: RC3X,
  c3x: controlled('x', 3),
  c3sqrtx: controlled('sx', 3),
  c4x: controlled('x', 4),
};

/**
 * `qelib1.inc`, the standard library of OpenQASM 2. Each gate equals the published one up to a
 * global phase. `cu3` and `cu1` are the controlled `u` and `p`, as in the editions since 2018.
 * Source: Cross et al., arXiv:1707.03429, and its later editions.
 */
export const QELIB1: Library = new Map(Object.entries({ ...ORIGINAL, ...LATER }));

/** A program that includes `qelib1.inc` may give its own definition of this gate. */
export const isReplaceable = (gate: string): boolean => Object.hasOwn(LATER, gate);
