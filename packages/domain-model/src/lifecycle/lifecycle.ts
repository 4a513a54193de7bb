/**
 * A lifecycle is a table: each state with the states that may follow it. A state that the table
 * does not have does not compile, on either side.
 */
export type Lifecycle<State extends string> = Readonly<Record<State, readonly State[]>>;

/** Checks a table at compile time and returns it. */
export const lifecycle = <const Table extends { readonly [S in string]: readonly (keyof Table)[] }>(
  table: Table,
): Table => table;

/** True if the table lets `to` follow `from`. */
export const mayFollow = <State extends string>(
  table: Lifecycle<State>,
  from: State,
  to: State,
): boolean => table[from].includes(to);
