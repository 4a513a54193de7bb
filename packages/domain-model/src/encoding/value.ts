/**
 * What a process may send, return, or receive: plain data. It is copied when it crosses, so no two
 * processes ever share an object (XDV-013.3). Numbers are integers within ±(2^53 - 1) or floats.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Value[]
  | { readonly [key: string]: Value };
