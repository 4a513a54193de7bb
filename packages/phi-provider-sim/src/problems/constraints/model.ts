/** The whole numbers that a variable can take. */
export type Domain =
  | { readonly min: number; readonly max: number }
  | { readonly values: readonly number[] };

export type Relation = '==' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * What must hold, over variables by their place in the system:
 * - `compare`: the sum of the terms stands in the relation to the constant. A term is
 *   [coefficient, ...variables], the product of them all: [2, 0] is 2 x0 and [1, 0, 0, 1] is
 *   x0 squared times x1.
 * - `all-different`: no two have the same value.
 * - `table`: their values together are one of the rows.
 * - `any`: at least one of its constraints holds.
 */
export type Constraint =
  | {
      readonly kind: 'compare';
      readonly terms: readonly (readonly number[])[];
      readonly relation: Relation;
      readonly constant: number;
    }
  | { readonly kind: 'all-different'; readonly variables: readonly number[] }
  | {
      readonly kind: 'table';
      readonly variables: readonly number[];
      readonly rows: readonly (readonly number[])[];
    }
  | { readonly kind: 'any'; readonly of: readonly Constraint[] };

/** The conjunction of the constraints of a Φ process over its variables. */
export interface ConstraintInput {
  readonly variables: readonly Domain[];
  readonly constraints: readonly Constraint[];
}

/** Bounds on a system, checked before anything is built. */
export const CONSTRAINT_LIMITS = {
  variablesMax: 10_000,
  constraintsMax: 100_000,
  /** Terms, factors, rows times columns, listed values: all numbers of a system together. */
  numbersMax: 4_000_000,
  /** Constraints within constraints. */
  depthMax: 8,
  /**
   * Values, and what any sum of terms with its constant can reach, stay within half of this, so
   * that plain numbers compute them exactly. The overflow of a wider word is therefore no matter.
   */
  magnitudeMax: Number.MAX_SAFE_INTEGER,
} as const;

/** A coefficient times powers of variables. */
export interface Term {
  readonly coefficient: number;
  readonly variables: readonly number[];
  /** Of each of the variables, 1 or more. */
  readonly exponents: readonly number[];
}

/** A constraint as read: like terms merged, factors by variable. */
export type Rule =
  | {
      readonly kind: 'compare';
      readonly terms: readonly Term[];
      readonly relation: Relation;
      readonly constant: number;
      /** No term is of higher degree than 1. */
      readonly linear: boolean;
      readonly variables: readonly number[];
    }
  | { readonly kind: 'all-different'; readonly variables: readonly number[] }
  | {
      readonly kind: 'table';
      readonly variables: readonly number[];
      readonly rows: readonly (readonly number[])[];
    }
  | { readonly kind: 'any'; readonly of: readonly Rule[]; readonly variables: readonly number[] };

/** A domain as read. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** In ascending order, if not every number between is one. */
  readonly values?: readonly number[];
}

export interface Rules {
  readonly ranges: readonly Range[];
  readonly rules: readonly Rule[];
}

/** Whether a sum in the relation to the constant. */
export const holds = (sum: number, relation: Relation, constant: number): boolean => {
  if (relation === '==') return sum === constant;
  if (relation === '!=') return sum !== constant;
  if (relation === '<') return sum < constant;
  if (relation === '<=') return sum <= constant;
  return relation === '>' ? sum > constant : sum >= constant;
};
