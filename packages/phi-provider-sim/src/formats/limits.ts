import { ISING_LIMITS } from '@xdv/domain-model';

/** Bounds on files of graphs and QUBOs, checked before anything of that size is allocated. */
export const FORMAT_LIMITS = {
  /** UTF-16 code units of the text. */
  lengthMax: 256 * 1024 * 1024,
  verticesMax: ISING_LIMITS.spinsMax,
  edgesMax: ISING_LIMITS.couplingsMax,
  /** Terms of a quadratic model, which are kept one by one. */
  termsMax: 2_000_000,
  clausesMax: 2_000_000,
  literalsMax: 8_000_000,
  /** Cities of a tour: the distances of all pairs are kept. */
  citiesMax: 2_000,
  /** UTF-16 code units of a JSON text, which is parsed as a whole. */
  jsonLengthMax: 64 * 1024 * 1024,
  /** Depth of arrays and objects in a JSON text. */
  jsonDepthMax: 16,
  /** Largest absolute weight: sums and squares of the most edges then stay finite. */
  weightMax: 1e100,
} as const;
