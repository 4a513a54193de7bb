import type { ScalarTypeNode } from '../../src/syntax/ast.ts';
import { integerOf, type Kind } from './values.ts';
import type { Scope, World } from './world.ts';

/** A scalar type as written, with its width. */
export const kindOf = (world: World, scope: Scope, node: ScalarTypeNode): Kind => {
  const width = (): number | null =>
    node.width === null ? null : Number(integerOf(world.evaluate(scope, node.width)));
  switch (node.name) {
    case 'bit':
      return { t: 'bits', w: width() };
    case 'bool':
      return { t: 'bool', w: null };
    case 'complex':
      return { t: 'complex', w: node.of === null ? 64 : kindOf(world, scope, node.of).w };
    case 'duration':
    case 'stretch':
      return { t: 'time', w: null };
    default:
      return { t: node.name, w: width() ?? 64 };
  }
};
