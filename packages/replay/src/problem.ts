import type { Fault, FaultCode } from '@xdv/domain-model';

/** The part of a trace file that is damaged or missing. */
export type TracePlace =
  | 'magic'
  | 'version'
  | 'flags'
  | 'header'
  | 'block'
  | 'trailer'
  | 'after the trailer';

/** Why reading stopped: TRACE_DAMAGED, TRACE_TRUNCATED, or FORMAT_UNKNOWN for a later format. */
export interface TraceProblem extends Fault {
  readonly place: TracePlace;
  /** Byte at which the damaged part begins. */
  readonly offset: number;
  /** Number of the damaged block, from 0; only if the place is a block. */
  readonly block?: number;
}

const HINTS: Partial<Record<FaultCode, string>> = {
  TRACE_DAMAGED: 'What comes before it is intact; get the rest from another copy',
  TRACE_TRUNCATED: 'The run did not finish, or the file was cut; what comes before is intact',
  FORMAT_UNKNOWN: 'Read it with the version of XDV that wrote it',
};

/** Where in the file a problem is. */
export interface Spot {
  readonly place: TracePlace;
  readonly offset: number;
  readonly block?: number;
  /** The place with its numbers, for people. */
  readonly label: string;
}

export const spot = (place: TracePlace, offset: number): Spot => ({ place, offset, label: place });

/** A block: `end` is the byte after it, `seq` the number that its first event should have. */
export const blockSpot = (block: number, offset: number, end: number, seq: number): Spot => ({
  place: 'block',
  offset,
  block,
  label: `block ${block} (bytes ${offset} to ${end - 1}, events from seq ${seq})`,
});

export const traceProblem = (code: FaultCode, where: Spot, why: string): TraceProblem => {
  const { place, offset, block, label } = where;
  const fault = { code, message: `${label}: ${why}`, hint: HINTS[code]!, place, offset };
  return block === undefined ? fault : { ...fault, block };
};
