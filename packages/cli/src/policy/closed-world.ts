/** What differs from run to run: its owner, its name there, and how it is called. */
const OUTSIDE: readonly (readonly [object, string, string])[] = [
  [Math, 'random', 'Math.random()'],
  [performance, 'now', 'performance.now()'],
  [process, 'hrtime', 'process.hrtime()'],
  [crypto, 'getRandomValues', 'crypto.getRandomValues()'],
  [crypto, 'randomUUID', 'crypto.randomUUID()'],
  [globalThis, 'Date', 'Date'],
  [globalThis, 'setTimeout', 'setTimeout()'],
  [globalThis, 'setInterval', 'setInterval()'],
  [globalThis, 'setImmediate', 'setImmediate()'],
  [globalThis, 'queueMicrotask', 'queueMicrotask()'],
  [globalThis, 'fetch', 'fetch()'],
];

const refusing = (what: string): object => {
  const refuse = (): never => {
    throw new Error(`${what} differs from run to run: a policy may not use it`);
  };
  const target = function refused(): void {
    // a Proxy can only be called and constructed over a function
  };
  return new Proxy(target, { apply: refuse, construct: refuse, get: refuse });
};

/**
 * Runs something while clocks, randomness, timers and the network throw, and puts them back. What
 * a module took from them before, files and the environment are out of its reach.
 */
export const inClosedWorld = <T>(run: () => T): T => {
  const before = OUTSIDE.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));
  for (const [owner, name, what] of OUTSIDE) {
    Object.defineProperty(owner, name, { value: refusing(what), configurable: true });
  }
  try {
    return run();
  } finally {
    OUTSIDE.forEach(([owner, name], i) => {
      if (before[i] === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, before[i]);
    });
  }
};
