import type { Step } from './compile.ts';
import { createDraws } from './draws.ts';
import { createFaults } from './faults.ts';
import { perform } from './moves.ts';
import { createPath, follow } from './path.ts';
import { createProgram } from './program.ts';
import { bitOf, createShots, type Run } from './shots.ts';
import type { StateVector } from './state.ts';
import { visit } from './visit.ts';

/**
 * Performs steps on a live state once, all chance following from `seed`, and answers with the
 * `bits` classical bits that they wrote.
 */
export const performOnce = (
  state: StateVector,
  steps: readonly Step[],
  bits: number,
  seed: number,
): readonly (0 | 1)[] => {
  const program = createProgram({
    slots: state.qubits,
    bits,
    memory: bits,
    body: steps,
    tail: [],
    endNs: 0,
  });
  const draws = createDraws(seed);
  const faults = createFaults(program.probabilities, draws);
  const shots = createShots(0, 1, bits, faults);
  const run: Run = { program, draws, faults, shots };
  const start = { moves: [], at: 0, offset: 0, due: null };
  let path = createPath(run, 0, [0], start);
  for (;;) {
    const node = program.nodes[path.at]!;
    if (node.kind === 'end') break;
    const { parts, stay } = visit(run, state, path, node);
    const course = parts[0] ?? stay;
    for (const move of course.moves) perform(state, move);
    if (parts.length > 0) path = createPath(run, 0, [0], course);
    else follow(run, path, course);
  }
  perform(state, { kind: 'pauli', x: shots.x[0]!, z: shots.z[0]! });
  return Array.from({ length: bits }, (_, bit) => (bitOf(shots, 0, bit) === 0 ? 0 : 1));
};
