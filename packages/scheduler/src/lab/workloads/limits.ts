/** Bounds on workloads, checked before anything of that size is kept. */
export const WORKLOAD_LIMITS = {
  /** UTF-16 code units of a text. */
  lengthMax: 480 * 1024 * 1024,
  /** UTF-16 code units of a JSON text, which is parsed as a whole. */
  jsonLengthMax: 256 * 1024 * 1024,
  /** Depth of arrays and objects in a JSON text. */
  jsonDepthMax: 16,
  jobsMax: 4_000_000,
  /** Jobs that a text only counts: the further releases of periodic ones. */
  releasesMax: 250_000,
  resourcesMax: 1_000,
  /** Parts and alternatives of one job, closures of one resource. */
  listMax: 1_000,
  /** Flows of one resource. */
  flowsMax: 100,
  /** Windows that the flows of one resource may have before they repeat. */
  flowWindowsMax: 500,
  /** Releases of the flows of all resources, each until they repeat. */
  flowReleasesMax: 100_000,
  /** Sessions, and reservations. */
  spansMax: 100_000,
  /** UTF-16 code units of a name. */
  nameMax: 200,
  /** UTF-16 code units of a note, and notes. */
  noteMax: 2_000,
  /** Units of a resource. */
  unitsMax: 2 ** 31 - 1,
  /** A tick or a number of ticks that a file may state: 35 years of microseconds. */
  ticksMax: 2 ** 50,
  /** Last tick at which all jobs one after another would have ended: sums stay exact. */
  horizonMax: 2 ** 52,
} as const;
