import type { QasmCode } from '../diagnostics/codes.ts';
import type { Issues } from '../diagnostics/issues.ts';
import type { SourceMap } from '../diagnostics/source-map.ts';
import type { Block, Expression, GateDefinition, Include, Program, Span } from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';
import type { NamePlace } from './analysis.ts';
import { languageScope } from './language.ts';
import { Scope, type ScopeKind } from './scope.ts';
import type { QasmSymbol } from './symbol.ts';

/** Where the pass is, beyond its scope. */
interface Body {
  readonly kind: 'program' | 'gate' | 'def';
  /** What `return` has to give; null outside of subroutines. */
  readonly returns: Type | null;
  /** The gate that is being defined. */
  readonly gate: GateDefinition | null;
}

export const PROGRAM: Body = { kind: 'program', returns: null, gate: null };

/** What is done with the parts of a program, which contain one another. */
export interface Rules {
  readonly expression: (pass: Pass, e: Expression) => Type;
  readonly block: (pass: Pass, block: Block) => void;
  readonly include: (pass: Pass, statement: Include) => void;
}

/** Qubits, or bits, of one register: `count` of them from `first` on, `step` apart. */
export interface Run {
  /** What declares them; a number is a physical qubit. */
  readonly root: QasmSymbol | number;
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

interface PassOptions {
  readonly rules: Rules;
  readonly sources: SourceMap;
  readonly issues: Issues;
  readonly version: 2 | 3;
  readonly ids: number;
}

/** The state of one pass over a program: where it is, and what it has found. */
export class Pass {
  readonly sources: SourceMap;
  readonly issues: Issues;
  readonly version: 2 | 3;
  readonly types: (Type | undefined)[] = [];
  readonly constants: (Value | undefined)[] = [];
  readonly symbols: (QasmSymbol | undefined)[] = [];
  /** Names that stand for something, where they are written. */
  readonly names: NamePlace[] = [];
  /** Ids of expressions that are known before the program runs, but only to a device. */
  readonly deferred = new Set<number>();
  /** What aliases stand for, where that is known before the program runs. */
  readonly aliases = new Map<QasmSymbol, readonly Run[]>();
  readonly included = new Map<number, Program>();
  /** Names that were reported as unknown, each once. */
  readonly missing = new Set<string>();
  /** Lines that could not be read, and so may declare anything that they mention. */
  readonly unread: Span[] = [];
  /** Where syntax errors are, in order. */
  readonly misread: number[] = [];
  /** A file could not be included: any name could come from it. */
  open = false;
  scope: Scope;
  body: Body = PROGRAM;
  /** Loops around this place, within its gate or subroutine. */
  loops = 0;
  /** Above 0 where something around was reported and its parts would only repeat that. */
  muted = 0;
  /** Above 0 in an operand that is never computed: it need not have a value. */
  unreached = 0;
  /** Version 2 computes with real numbers in the arguments of gates: `1/2` is a half. */
  real = false;
  readonly #rules: Rules;

  /** `ids` is how many expressions and names the tables have room for to begin with. */
  constructor({ rules, sources, issues, version, ids }: PassOptions) {
    this.#rules = rules;
    this.sources = sources;
    this.issues = issues;
    this.version = version;
    this.reserve(ids);
    this.scope = new Scope('global', languageScope(version));
  }

  /** Has room for what is found of so many names and expressions. */
  reserve(ids: number): void {
    for (const table of [this.types, this.constants, this.symbols]) table.length = ids;
  }

  /** Notes what a name stands for where it is written. */
  stands(name: NamePlace, symbol: QasmSymbol): void {
    if (this.symbols[name.id] === undefined) this.names.push(name);
    this.symbols[name.id] = symbol;
  }

  /**
   * The type of an expression; unknown if something about it was reported. Fills the tables for it
   * and all of its parts.
   */
  typeOf(e: Expression): Type {
    const type = this.#rules.expression(this, e);
    this.types[e.id] = type;
    return type;
  }

  /** Checks the statements of a block in a scope of their own. */
  block(block: Block): void {
    const outer = this.scope;
    this.scope = new Scope('block', outer);
    this.#rules.block(this, block);
    this.scope = outer;
  }

  /** Checks the statements of another file here. */
  include(statement: Include): void {
    this.#rules.include(this, statement);
  }

  /** Checks the statements of a block in the scope that is open. */
  statements(block: Block): void {
    this.#rules.block(this, block);
  }

  error(code: QasmCode, at: Span, message: string, hint: string): void {
    if (this.muted === 0) this.issues.error(code, at, message, hint);
  }

  warn(code: QasmCode, at: Span, message: string, hint: string): void {
    if (this.muted === 0) this.issues.warn(code, at, message, hint);
  }

  /** Part of this could not be read, so that what it says is not certain. */
  isMisread({ start, end }: Span): boolean {
    let low = 0;
    let high = this.misread.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.misread[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return low < this.misread.length && this.misread[low]! < end;
  }

  /** A part of the program as written. */
  text({ start, end }: Span): string {
    return this.sources.text(start, end);
  }

  /** Does `work` in a scope of its own. */
  within(kind: ScopeKind, work: () => void): void {
    const outer = this.scope;
    this.scope = new Scope(kind, outer);
    work();
    this.scope = outer;
  }

  /** Does `work` in the body of a gate or subroutine. */
  inside(body: Body & { readonly kind: Exclude<Body['kind'], 'program'> }, work: () => void): void {
    const { body: outer, loops } = this;
    this.body = body;
    this.loops = 0;
    this.within(body.kind, work);
    this.body = outer;
    this.loops = loops;
  }

  /** Fills the tables without reporting: what is wrong here was said already. */
  silently(work: () => void): void {
    this.muted++;
    work();
    this.muted--;
  }
}
