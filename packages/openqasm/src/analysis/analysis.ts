import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceMap } from '../diagnostics/source-map.ts';
import type { Program, Span } from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';
import type { QasmSymbol } from './symbol.ts';

/** A name where it is written. */
export interface NamePlace extends Span {
  readonly id: number;
}

/**
 * What a program means: found once, kept beside the tree, and enough to run it, to explain it in an
 * editor or to rename things in it. Arrays are indexed by the `id` of an expression or a name;
 * where nothing is known they have undefined.
 */
export interface Analysis {
  readonly sources: SourceMap;
  /** 2 or 3: which version's rules hold. */
  readonly version: 2 | 3;
  readonly program: Program;
  /** Programs of files that are included, by the `start` of their `include` statement. */
  readonly included: ReadonlyMap<number, Program>;
  /** Types of expressions, as written: before any conversion that their place asks for. */
  readonly types: readonly (Type | undefined)[];
  /** Values of expressions that are known before the program runs, of the type in `types`. */
  readonly constants: readonly (Value | undefined)[];
  /** What identifiers, and names at their declaration or in calls, stand for. */
  readonly symbols: readonly (QasmSymbol | undefined)[];
  /** Every name that stands for something, as it was come across. */
  readonly names: readonly NamePlace[];
  /** Everything found wrong by reading and by analysis, in order of place. */
  readonly diagnostics: readonly Diagnostic[];
}
