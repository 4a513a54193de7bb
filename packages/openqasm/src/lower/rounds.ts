import { CIRCUIT_LIMITS } from '@xdv/domain-model';
import type { Statement } from '../syntax/ast.ts';
import type { Lowering } from './lowering.ts';
import { Stop } from './stop.ts';

/** Rounds of a loop that ends by outcomes, if neither the program nor the caller says. */
export const ROUNDS_DEFAULT = 100;

/** The bound of a loop: of its annotation `@xdv.rounds`, or of the options. */
export const roundsOf = (low: Lowering, { annotations = [] }: Statement): number => {
  const annotation = annotations.findLast(({ keyword }) => keyword === 'xdv.rounds');
  if (annotation === undefined) return low.options.roundsMax ?? ROUNDS_DEFAULT;
  const rounds = Number(annotation.text.trim());
  const { roundsMax } = CIRCUIT_LIMITS;
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= roundsMax) return rounds;
  const hint = `Write a whole number from 1 to ${roundsMax}`;
  throw new Stop('VALUE_RANGE', annotation, `${annotation.text.trim()} rounds of a loop`, hint);
};
