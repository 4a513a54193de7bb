import { base, controlled, type Library, type LibraryGate } from './gate.ts';
import { CU, U1, U2, U3 } from './shared.ts';

const TABLE: Readonly<Record<string, LibraryGate>> = {
  p: base('p'),
  x: base('x'),
  y: base('y'),
  z: base('z'),
  h: base('h'),
  s: base('s'),
  sdg: base('sdg'),
  t: base('t'),
  tdg: base('tdg'),
  sx: base('sx'),
  rx: base('rx'),
  ry: base('ry'),
  rz: base('rz'),
  cx: controlled('x', 1),
  cy: controlled('y', 1),
  cz: controlled('z', 1),
  cp: controlled('p', 1),
  crx: controlled('rx', 1),
  cry: controlled('ry', 1),
  crz: controlled('rz', 1),
  ch: controlled('h', 1),
  swap: base('swap'),
  ccx: controlled('x', 2),
  cswap: controlled('swap', 1),
  cu: CU,
  // names of version 2 that the file keeps
  CX: controlled('x', 1),
  phase: U1,
  cphase: controlled('p', 1),
  id: base('id'),
  u1: U1,
  u2: U2,
  u3: U3,
};

/**
 * `stdgates.inc`, the standard library of OpenQASM 3, global phases included.
 * Source: OpenQASM 3 specification, "Standard library".
 */
export const STDGATES: Library = new Map(Object.entries(TABLE));
