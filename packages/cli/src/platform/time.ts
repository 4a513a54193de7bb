import type { RealTime } from '@xdv/domain-model';

/** Real time, for limits and for what is shown to people. */
export const platformTime: RealTime = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};
