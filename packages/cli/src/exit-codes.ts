import { FAULTS, type Fault, type FaultClass } from '@xdv/domain-model';

/** What `xdv` ends with. Stable: scripts match on it. A fault's class decides (see FAULTS). */
export const EXIT = {
  ok: 0,
  usage: 2,
  input: 3,
  process: 4,
  authority: 5,
  resource: 6,
  provider: 7,
  trace: 8,
  /** A bug in XDV. */
  internal: 70,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const satisfies Record<FaultClass | 'ok' | 'internal' | 'interrupted', number>;

/** The exit code of a fault. */
export const exitCodeOf = ({ code }: Fault): number =>
  code === 'PROCESS_HALTED' ? EXIT.interrupted : EXIT[FAULTS[code].class];
