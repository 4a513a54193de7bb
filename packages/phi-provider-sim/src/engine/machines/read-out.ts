import type { Tracking } from './chaotic.ts';
import type { Machine } from './machine.ts';

/**
 * What a replica is read out as: its spins at this moment, but for a machine that is watched all
 * the time the least that it passed through.
 */
export const readOut = (machine: Machine | (Machine & Tracking), replica: number): Int8Array =>
  'best' in machine ? machine.best(replica).spins : machine.read(replica);
