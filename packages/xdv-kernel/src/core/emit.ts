import {
  FAULTS,
  invariant,
  MICROSTEP_MAX,
  TICK_MAX,
  type AnyEvent,
  type ContractId,
  type Domain,
  type EventData,
  type EventKind,
  type Fault,
  type Handle,
  type ProcessId,
} from '@xdv/domain-model';
import type { Effect, KernelState } from './state.ts';

/** Wire number of a fault. */
export const outcomeOf = (fault: Fault): number => FAULTS[fault.code].number;

/** Moves the clock. Logical time never goes back (XDV-005.2). */
export const advance = (state: KernelState, tick: number): void => {
  if (tick === state.tick) return;
  invariant(tick > state.tick && tick <= TICK_MAX, 'clock moved back or out of range', tick);
  state.tick = tick;
  state.microstep = 0;
};

/** Appends an event at the current tag and moves to the next microstep. */
export const emit = <Kind extends EventKind>(
  state: KernelState,
  kind: Kind,
  domain: Domain,
  process: ProcessId,
  capability: Handle,
  contract: ContractId,
  outcome: number,
  data: EventData<Kind>,
): void => {
  invariant(state.microstep < MICROSTEP_MAX, 'too many events in one tick', state.microstep);
  const event = {
    kind,
    seq: state.seq++,
    tick: state.tick,
    microstep: state.microstep++,
    domain,
    process,
    capability,
    contract,
    outcome,
    data,
  } as unknown as AnyEvent;
  // most steps have one event: a list made for it is a fifth of the size of one that grew
  if (state.events.length === 0) state.events = [event];
  else state.events.push(event);
};

/** Adds an effect of the current step. */
export const request = (state: KernelState, effect: Effect): void => {
  if (state.effects.length === 0) state.effects = [effect];
  else state.effects.push(effect);
};
