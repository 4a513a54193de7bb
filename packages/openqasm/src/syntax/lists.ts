import type { Cursor } from './cursor.ts';
import { T } from './tokens.ts';

/**
 * Things with commas between them up to a closing bracket, which is left; a comma may trail. The
 * first is read whatever is there, so empty lists are for the caller to tell.
 */
export const list = <Item>(
  cursor: Cursor,
  closer: number,
  read: (cursor: Cursor) => Item,
): Item[] => {
  const items = [read(cursor)];
  while (!cursor.panic && cursor.accept(T.comma)) {
    if (cursor.kind === closer) break;
    items.push(read(cursor));
  }
  return items;
};
