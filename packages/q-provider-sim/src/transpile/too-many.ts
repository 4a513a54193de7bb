/** Thrown where a circuit grows past the operations that any circuit may have. */
export class TooManyOperations extends Error {
  override readonly name = 'TooManyOperations';
}
