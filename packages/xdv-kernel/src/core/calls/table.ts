import { CALL_MAX, CALLS, type CallName } from '@xdv/domain-model';
import { calibrate } from './calibrate.ts';
import { derive, revoke } from './capabilities.ts';
import { release, request } from './contracts.ts';
import type { Handler } from './handler.ts';
import { grow, read, write } from './memory.ts';
import { receive, send } from './messages.ts';
import * as phase from './phase.ts';
import { exit, join, spawn } from './processes.ts';
import * as quantum from './quantum.ts';
import { compute, log, random, sleep, time } from './time.ts';

/** Who performs each system call: a call without its handler does not compile. */
const HANDLERS: Readonly<Record<CallName, Handler>> = {
  time,
  random,
  log,
  compute,
  sleep,
  spawn,
  join,
  exit,
  send,
  receive,
  'memory.grow': grow,
  'memory.read': read,
  'memory.write': write,
  'capability.derive': derive,
  'capability.revoke': revoke,
  'contract.request': request,
  'contract.release': release,
  'q.run': quantum.run,
  'q.allocate': quantum.allocate,
  'q.apply': quantum.apply,
  'q.measure': quantum.measure,
  'q.release': quantum.giveBack('Q'),
  'q.calibrate': calibrate,
  'phi.solve': phase.solve,
  'phi.open': phase.open,
  'phi.apply': phase.apply,
  'phi.evaluate': phase.evaluate,
  'phi.close': quantum.giveBack('Phi'),
};

/** Handlers by call number. */
export const HANDLER_BY_NUMBER: readonly (Handler | undefined)[] = (() => {
  const table: (Handler | undefined)[] = Array.from({ length: CALL_MAX + 1 }, () => undefined);
  for (const name of Object.keys(CALLS) as CallName[]) table[CALLS[name]] = HANDLERS[name];
  return table;
})();
