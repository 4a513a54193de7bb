import type { Name } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { list } from './lists.ts';

const NAME_OF_2 = /^[a-z]\w*$/;

/** A name that something gets. In version 2 it starts with a small letter. */
export const declaredName = (c: Cursor, what: string): Name => {
  const name = c.name(what);
  if (c.version === 2 && name.text !== '' && !NAME_OF_2.test(name.text)) {
    const hint = 'Start it with a letter from a to z and go on with letters, digits and _';
    c.complain('NOT_IN_VERSION', name, `'${name.text}' is no name in version 2`, hint);
  }
  return name;
};

/** One or more names up to a closing token, which is left. */
export const nameList = (c: Cursor, closer: number, what: string): Name[] =>
  list(c, closer, (cursor) => declaredName(cursor, what));
