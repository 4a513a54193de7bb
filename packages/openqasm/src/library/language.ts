import { base, controlled, linear, sequence, step, type Library } from './gate.ts';

/**
 * The built-in `U` of OpenQASM 3: e^(iθ/2) times the base gate `u`, whose first entry is
 * cos(θ/2). The phase shows only under `ctrl`. In version 2, where nothing can be controlled,
 * the same definition holds up to an unobservable global phase.
 */
const U = sequence(3, 1, [
  step('u', [0], [linear(0, 1), linear(0, 0, 1), linear(0, 0, 0, 1)]),
  step('gphase', [], [linear(0, 1 / 2)]),
]);

/**
 * Gates of the language itself, without any include file: `U` and `CX` in version 2, `U` and
 * `gphase` in version 3. Source: Cross et al., arXiv:1707.03429; OpenQASM 3, "Built-in gates".
 */
export const LANGUAGE_GATES: ReadonlyMap<2 | 3, Library> = new Map([
  [2, new Map([['U', U], ['CX', controlled('x', 1)]])],
  [3, new Map([['U', U], ['gphase', base('gphase')]])],
]);
