import {
  show,
  addTicks,
  deriveSeed,
  NO_CONTRACT,
  mixSeed,
  namedSeed,
  ok,
  ticksOf,
  TICK_MAX,
  type Call,
  type Duration,
} from '@xdv/domain-model';
import { denied, EXECUTE_K, handleOf, invalid, refuse } from '../access.ts';
import { emit } from '../emit.ts';
import type { KernelState, Process } from '../state.ts';
import { isInteger, type Handler } from './handler.ts';

/** Longest text of one log entry, in UTF-16 units. */
export const LOG_TEXT_MAX = 4096;
/** Named random streams of one process. */
export const STREAMS_MAX = 1024;

/** The fields of an event that has none of its own. */
const NOTHING: readonly [] = [];

/** The current tag. */
export const time: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const tag = { tick: state.tick, microstep: state.microstep };
  emit(state, 'k.time', 'K', process.id, handle, NO_CONTRACT, 0, NOTHING);
  return ok(tag);
};

/** `value` names the stream. Replies a draw of 53 bits from it. */
export const random: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K) ?? badStream(process, call);
  if (fault) return refuse(state, process, call, 'K', fault);
  const name = call.value as string;
  let stream = process.draws.get(name);
  if (!stream) {
    stream = { seed: namedSeed(deriveSeed(state.options.seed, process.id), name), count: 0 };
    process.draws.set(name, stream);
  }
  const draw = mixSeed(stream.seed, stream.count++);
  emit(state, 'k.random', 'K', process.id, handle, NO_CONTRACT, 0, [draw]);
  return ok(draw);
};

const badStream = ({ draws }: Process, { value }: Call) => {
  if (typeof value !== 'string' || value.length > 64) {
    return invalid('the name of a random stream is a string of up to 64 characters', 'Rename it');
  }
  if (draws.has(value) || draws.size < STREAMS_MAX) return undefined;
  return invalid(`more than ${STREAMS_MAX} random streams`, 'Name streams by purpose, not by item');
};

/** `value` is the text. */
export const log: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const text = call.value;
  if (typeof text !== 'string' || text.length > LOG_TEXT_MAX) {
    const wrong = invalid(
      `a log entry is a string of up to ${LOG_TEXT_MAX} characters`,
      'Write a shorter text',
    );
    return refuse(state, process, call, 'K', wrong);
  }
  emit(state, 'k.logged', 'K', process.id, handle, NO_CONTRACT, 0, [text.toWellFormed()]);
  return ok(undefined);
};

/** Ticks that `a` nanoseconds take, or undefined if that is not a duration. */
const ticksOfCall = (state: KernelState, { a }: Call): number | undefined =>
  isInteger(a, 0) ? ticksOf(a as Duration, state.options.tickNs) : undefined;

const badDuration = (call: Call) =>
  invalid(`${show(call.a)} is not a duration`, 'Write it with ns(), us(), ms() or seconds()');

/** Occupies the K lane for `a` nanoseconds, slice by slice: see {@link chargeCompute}. */
export const compute: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const ticks = ticksOfCall(state, call);
  if (ticks === undefined || state.tick + ticks > TICK_MAX) {
    return refuse(state, process, call, 'K', badDuration(call));
  }
  process.computeLeft = ticks;
  return ok(undefined);
};

/** Uses up to the rest of the slice for the process's compute call. */
export const chargeCompute = (state: KernelState, process: Process, sliceLeft: number): void => {
  const ticks = Math.min(process.computeLeft, sliceLeft);
  process.computeLeft -= ticks;
  const { K } = process.handles;
  emit(state, 'k.computed', 'K', process.id, K, NO_CONTRACT, 0, [ticks]);
  state.services.scheduler.charge(state.lane, ticks);
};

/** Waits until `a` nanoseconds from now, without occupying the lane. */
export const sleep: Handler = (state, process, call) => {
  const handle = handleOf(process, call, 'K');
  const fault = denied(state, process, handle, EXECUTE_K);
  if (fault) return refuse(state, process, call, 'K', fault);
  const ticks = ticksOfCall(state, call);
  if (ticks === undefined || state.tick + ticks > TICK_MAX) {
    return refuse(state, process, call, 'K', badDuration(call));
  }
  const until = addTicks(state.tick, Math.max(ticks, state.options.callTicks));
  emit(state, 'k.slept', 'K', process.id, handle, NO_CONTRACT, 0, [until]);
  process.waiting = 'timer';
  process.reply = ok(undefined);
  state.services.scheduler.at(until, 'wake', process.id);
  return undefined;
};
