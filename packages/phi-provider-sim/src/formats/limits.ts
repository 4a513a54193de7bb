import { ISING_LIMITS } from '@xdv/domain-model';

/** Bounds on files of graphs and QUBOs, checked before anything of that size is allocated. */
export const FORMAT_LIMITS = {
  /** UTF-16 code units of the text. */
  lengthMax: 256 * 1024 * 1024,
  verticesMax: ISING_LIMITS.spinsMax,
  edgesMax: ISING_LIMITS.couplingsMax,
  /** Largest absolute weight: sums and squares of the most edges then stay finite. */
  weightMax: 1e100,
} as const;
