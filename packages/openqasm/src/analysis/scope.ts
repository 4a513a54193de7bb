import type { QasmSymbol } from './symbol.ts';

/**
 * `language` holds what every program has; `gate` and `def` are bodies that see nothing of the
 * program around them that could change while it runs.
 */
export type ScopeKind = 'language' | 'global' | 'block' | 'gate' | 'def';

/** What a gate or subroutine sees from outside. Source: OpenQASM 3, "Scoping of variables". */
const FIXED: ReadonlySet<QasmSymbol['kind']> = new Set([
  'constant',
  'gate',
  'subroutine',
  'calibration',
]);

const isClosed = ({ kind }: Scope): boolean => kind === 'gate' || kind === 'def';

/** The names of one block, over those of the blocks around it. A look-up costs one step a block. */
export class Scope {
  readonly kind: ScopeKind;
  readonly outer: Scope | null;
  /** Created with the first name: most blocks declare none. */
  #names: Map<string, QasmSymbol> | null = null;

  constructor(kind: ScopeKind, outer: Scope | null) {
    this.kind = kind;
    this.outer = outer;
  }

  /** What this block itself declares under a name. */
  own(name: string): QasmSymbol | undefined {
    return this.#names?.get(name);
  }

  set(name: string, symbol: QasmSymbol): void {
    this.#names ??= new Map();
    this.#names.set(name, symbol);
  }

  /** What a name stands for here. */
  find(name: string): QasmSymbol | undefined {
    const own = this.#names?.get(name);
    if (own !== undefined) return own;
    let closed = isClosed(this);
    for (let scope = this.outer; scope !== null; scope = scope.outer) {
      const symbol = scope.#names?.get(name);
      if (symbol !== undefined && (!closed || FIXED.has(symbol.kind))) return symbol;
      closed ||= isClosed(scope);
    }
    return undefined;
  }

  /** Something has the name, but a gate or subroutine around this place does not see it. */
  hides(name: string): boolean {
    return this.#names?.has(name) === true || this.outer?.hides(name) === true;
  }
}
