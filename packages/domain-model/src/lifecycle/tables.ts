import { lifecycle } from './lifecycle.ts';

/** Processes (XDV-020.3), in the order of the domain lifecycle of XDV-011.4. */
export const PROCESS_LIFECYCLE = lifecycle({
  created: ['bound', 'terminated'],
  bound: ['initialized', 'terminated'],
  initialized: ['active', 'terminated'],
  active: ['suspended', 'terminated'],
  suspended: ['active', 'terminated'],
  terminated: ['released'],
  released: [],
});

/** Resource contracts (XDV-023.6). */
export const CONTRACT_LIFECYCLE = lifecycle({
  issued: ['active', 'revoked'],
  active: ['released', 'revoked', 'expired'],
  released: [],
  revoked: [],
  expired: [],
});

/** Q containers: void means that the state is lost (XDV-013.4, XDV-024.2). */
export const CONTAINER_LIFECYCLE = lifecycle({
  allocated: ['released', 'void'],
  released: [],
  void: [],
});

/** Φ envelopes (XDV-033.1). */
export const ENVELOPE_LIFECYCLE = lifecycle({
  open: ['closed', 'void'],
  closed: [],
  void: [],
});

export type ProcessState = keyof typeof PROCESS_LIFECYCLE;
export type ContractState = keyof typeof CONTRACT_LIFECYCLE;
export type ContainerState = keyof typeof CONTAINER_LIFECYCLE;
export type EnvelopeState = keyof typeof ENVELOPE_LIFECYCLE;
