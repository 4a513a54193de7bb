import type { GateName } from '@xdv/domain-model';
import type { SlotGate } from '../engine/state.ts';

/** ⟨row| g |column⟩ of a generator, on the local basis of a gate: bit k is target k. */
export interface Entry {
  readonly row: number;
  readonly column: number;
  readonly re: number;
  readonly im: number;
}

const entry = (row: number, column: number, re: number, im = 0): Entry => ({
  row,
  column,
  re,
  im,
});

/** Gates on one angle, up to controls: all that a differentiable program has. */
export type TurningGate = 'rx' | 'ry' | 'rz' | 'p' | 'rxx' | 'ryy' | 'rzz' | 'gphase';

/** The Hermitian g of dU/dθ = -i g U, but its zeros. Controls restrict it to where they are 1. */
export const GENERATORS: Readonly<Record<TurningGate, readonly Entry[]>> = {
  rx: [entry(0, 1, 0.5), entry(1, 0, 0.5)],
  ry: [entry(0, 1, 0, -0.5), entry(1, 0, 0, 0.5)],
  rz: [entry(0, 0, 0.5), entry(1, 1, -0.5)],
  p: [entry(1, 1, -1)],
  rxx: [entry(0, 3, 0.5), entry(3, 0, 0.5), entry(1, 2, 0.5), entry(2, 1, 0.5)],
  ryy: [entry(0, 3, -0.5), entry(3, 0, -0.5), entry(1, 2, 0.5), entry(2, 1, 0.5)],
  rzz: [entry(0, 0, 0.5), entry(1, 1, -0.5), entry(2, 2, -0.5), entry(3, 3, 0.5)],
  gphase: [entry(0, 0, -1)],
};

/** Gates that are diagonal, so that they commute with one another. */
export const DIAGONAL: ReadonlySet<GateName> = new Set<GateName>([
  'id', 'z', 's', 'sdg', 't', 'tdg', 'rz', 'p', 'rzz', 'gphase',
]);

/** Gates whose inverse has another name and no angles. */
const OPPOSITE: Partial<Record<GateName, GateName>> = {
  s: 'sdg',
  sdg: 's',
  t: 'tdg',
  tdg: 't',
  sx: 'sxdg',
  sxdg: 'sx',
};

/** Gates that undo one, in order. */
export const inverseOf = (gate: SlotGate): readonly SlotGate[] => {
  const [a = 0, b = 0, c = 0] = gate.params;
  if (gate.gate === 'u') return [{ ...gate, params: [-a, -c, -b] }];
  if (gate.gate === 'iswap') {
    // iswap twice is Z ⊗ Z
    const flips = gate.targets.map((q): SlotGate => ({ ...gate, gate: 'z', targets: [q] }));
    return [gate, ...flips];
  }
  if (gate.params.length > 0) return [{ ...gate, params: [-a] }];
  return [{ ...gate, gate: OPPOSITE[gate.gate] ?? gate.gate }];
};
