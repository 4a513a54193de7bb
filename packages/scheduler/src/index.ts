export { createScheduler } from './scheduler.ts';
export { K_LANES_MAX, type SchedulerOptions } from './options.ts';
export { firstComeFirstServed, shortestFirst } from './policy.ts';
