import {
  NO_CONTRACT,
  TRANSITION_PHASES,
  type Domain,
  type Fault,
  type Handle,
  type TransitionPhase,
} from '@xdv/domain-model';
import { emit, outcomeOf } from './emit.ts';
import type { Contract, KernelState, Process } from './state.ts';

/** Information crossed from one domain into another (XDV-022.5). */
export const commit = (
  state: KernelState,
  contract: Contract,
  capability: Handle,
  source: Domain,
  target: Domain,
  id: number,
): void => {
  const domain = source === 'K' ? target : source;
  const data = [id, source, target] as const;
  emit(state, 'transition.committed', domain, contract.process, capability, contract.id, 0, data);
};

/**
 * A crossing into `domain` failed in `phase`: what it had reserved was given back before.
 * `capability` is one that passed its check, or none.
 */
export const rollback = (
  state: KernelState,
  process: Process,
  domain: 'Q' | 'Phi',
  id: number,
  phase: TransitionPhase,
  capability: Handle,
  fault: Fault,
): void => {
  const data = [id, 'K', domain, TRANSITION_PHASES.indexOf(phase)] as const;
  const outcome = outcomeOf(fault);
  emit(state, 'transition.rolledback', domain, process.id, capability, NO_CONTRACT, outcome, data);
};
