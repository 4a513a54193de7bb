import type { Domain } from '@xdv/domain-model';
import type { ProgramInfo } from '../core/state.ts';
import type { Behaviour } from './operation.ts';
import type { SysK, SysOf, SysPhi, SysQ } from './sys.ts';
import { placeOf, type Place } from './where.ts';

/** A process that can be run or spawned: what it declares, and a factory of its behaviour. */
export interface Program<A = unknown, T = unknown> extends ProgramInfo {
  readonly body: (sys: SysK & SysQ & SysPhi, args: A) => Behaviour<T>;
  /** Where it was defined. */
  readonly place: Place | undefined;
}

export interface ProcessSpec<D extends readonly Domain[]> {
  /** The domains the process uses: K always, Q and Phi as needed (XDV-004.1). */
  readonly domains: D;
  /** How it is called in traces. Default: the name of the generator function, or `main`. */
  readonly name?: string;
  /** What policies may weigh the process by, higher is more urgent: -1000 to 1000. Default 0. */
  readonly priority?: number;
}

/**
 * Defines a process. The body is a generator function: it asks the kernel by `yield*`ing what `sys`
 * offers, and returns its result. `sys` has the calls of the declared domains only.
 *
 * A body must depend on `args` and on what it is told alone: no clock, no randomness, no I/O. It is
 * run again, step by step, when a trace is replayed.
 */
export const process = <const D extends readonly Domain[], A = null, T = void>(
  spec: ProcessSpec<D>,
  body: (sys: SysOf<D[number]>, args: A) => Behaviour<T>,
): Program<A, T> => ({
  name: spec.name ?? (body.name || 'main'),
  domains: spec.domains,
  priority: spec.priority ?? 0,
  body: body as unknown as Program<A, T>['body'],
  place: placeOf(new Error('definition')),
});

/** True for what {@link process} returns, from whatever copy of this package. */
export const isProgram = (value: unknown): value is Program =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Program).body === 'function' &&
  Array.isArray((value as Program).domains) &&
  typeof (value as Program).name === 'string';
