import { invariant, type Classical } from '@xdv/domain-model';
import type { Block, If } from '../syntax/ast.ts';
import { BIT, not, operation } from './classical.ts';
import { evaluateTruth, truthBit } from './condition.ts';
import type { Lowering } from './lowering.ts';
import { mayFail } from './totality.ts';

/** Chains that are longer do not nest, so that they keep within the depth of a circuit. */
const NESTED_MAX = 16;

/** One of several blocks, by a bit that is 1 if it is this one. */
export interface Choice {
  readonly bit: Classical & { readonly op: 'read' };
  readonly body: Block;
}

/** The conditions of `if … else if …` with what each runs, and what is left if none holds. */
const linksOf = (first: If): { readonly links: readonly If[]; readonly rest: Block | null } => {
  const links = [first];
  for (;;) {
    const { otherwise } = links.at(-1)!;
    const [only, ...more] = otherwise?.statements ?? [];
    if (only?.kind !== 'if' || more.length > 0) return { links, rest: otherwise };
    links.push(only);
  }
};

/**
 * The blocks of a long `if … else if …`, at most one of which runs, each with a bit that was
 * computed before any of them; null for a short chain, or one whose later conditions may only be
 * looked at if the earlier ones do not hold.
 */
export const flatChain = (low: Lowering, first: If): readonly Choice[] | null => {
  const { links, rest } = linksOf(first);
  if (links.length <= NESTED_MAX) return null;
  if (links.some(({ condition }) => mayFail(low, condition))) return null;
  const conditions = links.map(({ condition }) => evaluateTruth(low, condition));
  // what is known decides while the circuit is made, and needs no bits
  if (conditions.filter((holds) => typeof holds !== 'boolean').length <= NESTED_MAX) return null;
  const keep = (of: Classical): Choice['bit'] => {
    const kept = low.kept(of);
    invariant(kept.op === 'read', 'a bit that is kept');
    return kept;
  };
  const choices: Choice[] = [];
  let free: Classical = keep(operation('or', BIT, truthBit(true), truthBit(true)));
  for (const [k, { then }] of links.entries()) {
    const holds = conditions[k]!;
    if (holds === true) return [...choices, { bit: keep(free), body: then }];
    if (holds === false) continue;
    choices.push({ bit: keep(operation('and', BIT, free, holds)), body: then });
    free = keep(operation('and', BIT, free, not(holds)));
  }
  return rest === null ? choices : [...choices, { bit: keep(free), body: rest }];
};
