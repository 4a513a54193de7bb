import type { Block } from '../syntax/ast.ts';
import type { PlacedComments } from './comments.ts';

/** What is the same for every part of the program that is printed. */
export interface Layout {
  /** Power is written `^`. */
  readonly version2: boolean;
  readonly comments: PlacedComments;
  /** `{ … }` at an indentation, its lines between the braces one deeper. */
  readonly block: (layout: Layout, block: Block, indent: string) => string;
  /** The same for a block inside of an expression. */
  readonly inlineBlock: (layout: Layout, block: Block, indent: string) => string;
}

/** One level of indentation. */
export const STEP = '  ';
