import type {
  AliasDeclaration,
  Defcal,
  Extern,
  GateDefinition,
  Name,
  Statement,
  Subroutine,
} from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';

/** What a name stands for. */
export type QasmSymbol = SymbolBase &
  (
    /** Null where only a device knows the value, or where an error was reported. */
    | { readonly kind: 'constant'; readonly value: Value | null }
    /** `parameter`: of a subroutine; `angle`: of a gate; `loop`: of a `for`. */
    | { readonly kind: 'variable' | 'parameter' | 'angle' | 'loop' | 'input' | 'output' }
    /** `qubit`: of a gate or subroutine. */
    | { readonly kind: 'qubits' | 'qubit' }
    | { readonly kind: 'alias'; readonly definition: AliasDeclaration }
    | {
        readonly kind: 'gate';
        /** Angles and qubits that it takes. */
        readonly params: number;
        readonly qubits: number;
        /** Null for gates of the language and of the standard libraries. */
        readonly definition: GateDefinition | null;
      }
    | {
        readonly kind: 'subroutine';
        readonly params: readonly Type[];
        readonly returns: Type;
        readonly definition: Subroutine | Extern;
      }
    | {
        /** A calibrated operation with a result that is no `measure`. */
        readonly kind: 'calibration';
        readonly params: number;
        readonly qubits: number;
        readonly returns: Type;
        readonly definition: Defcal;
      }
  );

interface SymbolBase {
  readonly name: string;
  readonly type: Type;
  /** Where it is declared; null for what the language or a standard library declares. */
  readonly declared: Name | null;
  /** The statement that declares it, if one does. */
  readonly statement: Statement | null;
  /** Declared outside of every block. */
  readonly global: boolean;
}
