import type { Result } from '@xdv/domain-model';
import type { KernelState, Process } from './state.ts';

/** Makes a waiting process run with `reply` once its last call is over. */
export const wake = (state: KernelState, process: Process, reply: Result<unknown>): void => {
  if (process.state !== 'active') return;
  process.waiting = 'nothing';
  process.reply = reply;
  if (process.freeAt > state.tick) {
    state.services.scheduler.at(process.freeAt, 'wake', process.id);
  } else {
    state.services.scheduler.ready(process.id, state.tick);
  }
};
