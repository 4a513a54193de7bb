import type { CircuitOp } from '@xdv/domain-model';
import { double, gateStatements } from './gates.ts';
import { wrap } from './write.ts';

/** What happens to a container: gates, or a measurement, which a reset follows with a flip. */
export type Step =
  | { readonly kind: 'gate'; readonly lines: readonly string[] }
  | { readonly kind: 'draw'; readonly qubit: number; readonly reset: boolean };

/** The steps of operations without measurements and conditions; time passes unnoticed. */
export const stepsOf = (ops: readonly CircuitOp[]): readonly Step[] =>
  ops.flatMap((op): readonly Step[] => {
    if (op.kind === 'reset') return [{ kind: 'draw', qubit: op.qubit, reset: true }];
    if (op.kind !== 'gate') return [];
    return [{ kind: 'gate', lines: gateStatements({ ...op, angles: op.params.map(double) }) }];
  });

/** How many outcomes the steps draw. */
export const drawsOf = (steps: readonly Step[]): number =>
  steps.filter(({ kind }) => kind === 'draw').length;

/** The steps as they happen for the first time: outcome k goes to bit k. */
const live = (steps: readonly Step[]): readonly string[] => {
  let bit = 0;
  return steps.flatMap((step) => {
    if (step.kind === 'gate') return step.lines;
    const { qubit, reset } = step;
    const at = bit++;
    const draw = `set b w/= ${at} <- M(q[${qubit}]) == One;`;
    return reset ? [draw, `if b[${at}] { X(q[${qubit}]); }`] : [draw];
  });
};

/** The steps as they are repeated: every outcome is the one that was drawn. */
export const recorded = (
  steps: readonly Step[],
  outcomes: readonly (0 | 1)[],
): readonly string[] => {
  let bit = 0;
  return steps.flatMap((step) => {
    if (step.kind === 'gate') return step.lines;
    const one = outcomes[bit++] === 1;
    const select = `Std.Diagnostics.PostSelectZ(${one ? 'One' : 'Zero'}, q[${step.qubit}]);`;
    return step.reset && one ? [select, `X(q[${step.qubit}]);`] : [select];
  });
};

/** A program that repeats `record` on `qubits` qubits, then draws what `steps` draw. */
export const writeSteps = (
  qubits: number,
  record: readonly string[],
  steps: readonly Step[],
): string => wrap(qubits, drawsOf(steps), [...record, ...live(steps)], 'b');
