import { XdvError } from '@xdv/domain-model';
import { insideProcess } from 'xdv-kernel';

const TIME = 'Ask for logical time with yield* sys.now()';
const WAIT = 'Wait with yield* sys.sleep(ms(…)) or occupy K with yield* sys.compute(us(…))';
const CHANCE = 'Draw with yield* sys.random()';
const OUTSIDE = 'Fetch before the run and pass the data as arguments';

type AnyFunction = (...args: never[]) => unknown;

/**
 * Lets `original` be called only outside of processes. The error starts where the process called,
 * so that its place is the process's line.
 */
const guard = <F extends AnyFunction>(what: string, hint: string, original: F): F =>
  new Proxy(original, {
    apply: function trap(target, self: unknown, args: Parameters<F>): unknown {
      if (insideProcess()) throw refusal(what, hint, trap);
      return Reflect.apply(target, self, args);
    },
  });

const refusal = (what: string, hint: string, above: AnyFunction): XdvError => {
  const message = `${what} differs from run to run, so a process may not use it`;
  const error = new XdvError({ code: 'NONDETERMINISM', message, hint });
  Error.captureStackTrace(error, above);
  return error;
};

/** `Date()` and `new Date()` read the clock; `new Date(ms)` and `Date.parse` do not. */
const guardDate = (original: DateConstructor): DateConstructor => {
  original.now = guard('Date.now()', TIME, original.now);
  const guarded = new Proxy(original, {
    construct: function trap(target, args: unknown[], newTarget): object {
      if (args.length === 0 && insideProcess()) throw refusal('new Date()', TIME, trap);
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply: function trap(target, self: unknown, args: unknown[]): unknown {
      if (insideProcess()) throw refusal('Date()', TIME, trap);
      return Reflect.apply(target, self, args);
    },
  });
  original.prototype.constructor = guarded;
  return guarded;
};

const replace = <Name extends string, F extends AnyFunction>(
  owner: Readonly<Record<Name, F>>,
  name: Name,
  what: string,
  hint: string,
): void => {
  const value = guard(`${what}()`, hint, owner[name]);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
};

let installed = false;

/**
 * Makes clocks, timers, randomness and the network fail with NONDETERMINISM inside of processes,
 * in place of making a run that cannot be replayed. Outside they stay as they are. A second call
 * does nothing.
 */
export const installTraps = (): void => {
  if (installed) return;
  installed = true;
  globalThis.Date = guardDate(Date);
  replace(Math, 'random', 'Math.random', CHANCE);
  replace(performance, 'now', 'performance.now', TIME);
  replace(process.hrtime, 'bigint', 'process.hrtime.bigint', TIME);
  replace(process, 'hrtime', 'process.hrtime', TIME);
  replace(globalThis, 'setTimeout', 'setTimeout', WAIT);
  replace(globalThis, 'setInterval', 'setInterval', WAIT);
  replace(globalThis, 'setImmediate', 'setImmediate', WAIT);
  replace(globalThis, 'fetch', 'fetch', OUTSIDE);
  replace(crypto, 'getRandomValues', 'crypto.getRandomValues', CHANCE);
  replace(crypto, 'randomUUID', 'crypto.randomUUID', CHANCE);
};
