import { isFunctionName, type FunctionName } from '../values/functions.ts';

/** Functions of version 2, by their names in version 3. Source: arXiv:1707.03429. */
const FUNCTIONS_2: ReadonlyMap<string, FunctionName> = new Map([
  ['sin', 'sin'],
  ['cos', 'cos'],
  ['tan', 'tan'],
  ['exp', 'exp'],
  ['ln', 'log'],
  ['sqrt', 'sqrt'],
]);

/** The function that a version calls by a name; undefined if it has none. */
export const functionNamed = (version: 2 | 3, name: string): FunctionName | undefined => {
  if (version === 2) return FUNCTIONS_2.get(name);
  return isFunctionName(name) ? name : undefined;
};
