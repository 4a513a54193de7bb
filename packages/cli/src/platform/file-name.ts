/** Where a file is, and how the user calls it. */
export interface FileName {
  readonly path: string;
  readonly name: string;
}
