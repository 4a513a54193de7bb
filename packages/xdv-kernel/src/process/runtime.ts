import {
  CALL_BY_NUMBER,
  fail,
  XdvError,
  type Call,
  type Fault,
  type Handle,
  type ProcessId,
  type Result,
} from '@xdv/domain-model';
import type { Input } from '../core/state.ts';
import { makeSys } from './make-sys.ts';
import { Made, type Behaviour, type Ledger, type Reply } from './operation.ts';
import type { Program } from './program.ts';
import { placeOf, type Place } from './where.ts';

/** A process's own failure, with the place in its source where that is known. */
export interface FaultReport {
  readonly process: ProcessId;
  readonly program: string;
  readonly fault: Fault;
  readonly place: Place | undefined;
}

/** Runs the bodies of processes: everything about generators that the core does not know. */
export interface Runtime {
  create(process: ProcessId, program: Program, args: unknown, parent: Handle): void;
  /** Lets the process run to its next call or its end. */
  resume(process: ProcessId, reply: Reply): Input;
  /** Forgets a process that has ended. */
  drop(process: ProcessId): void;
  /** The place of the operation that the process made last. */
  placeOf(process: ProcessId): Place | undefined;
  readonly faults: readonly FaultReport[];
}

/** Operations per program that remember their place in the source: see Made. */
const TRACES_PER_PROGRAM = 1024;
/** Operations that a process may make without yielding them. */
const OPEN_MAX = 4096;

interface Running {
  readonly program: Program;
  readonly ledger: Ledger;
  /** Its generator, or why there is none. */
  readonly behaviour: Result<Behaviour<unknown>>;
}

type Sys = ReturnType<typeof makeSys>;

let depth = 0;
/** True while the body of a process runs: clocks and randomness are then out of bounds. */
export const insideProcess = (): boolean => depth > 0;

const isPromise = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** A promise that a process should not have made must not bring the host down when it rejects. */
const disarm = (value: unknown): void => {
  if (isPromise(value)) Promise.resolve(value).catch(() => undefined);
};

const isGenerator = (value: unknown): value is Behaviour<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Object.prototype.toString.call(value) === '[object Generator]';

const notGenerator = (value: unknown): Fault => {
  disarm(value);
  const found = fail(
    'PROCESS_NOT_GENERATOR',
    `the body of the process gave ${describe(value)}, not a generator`,
    'Write it as process({ domains }, function* (sys, args) { … }), without async',
  );
  return found.fault;
};

/** The fault that a thrown value stands for. Of errors only name and message are recorded. */
const thrown = (error: unknown): Fault => {
  if (error instanceof XdvError) return error.fault;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint = 'Catch it in the process, or correct the line that throws';
  return fail('PROCESS_THREW', text, hint).fault;
};

const start = (program: Program, sys: Sys, args: unknown): Result<Behaviour<unknown>> => {
  depth++;
  try {
    const behaviour: unknown = program.body(sys, args);
    if (isGenerator(behaviour)) return { ok: true, value: behaviour };
    return { ok: false, fault: notGenerator(behaviour) };
  } catch (error) {
    return { ok: false, fault: thrown(error) };
  } finally {
    depth--;
  }
};

/** Runs processes; `allPlaces` records the place of every operation, for replay and diagnosis. */
export const createRuntime = ({ allPlaces = false }: { allPlaces?: boolean } = {}): Runtime => {
  const running: (Running | undefined)[] = [];
  const faults: FaultReport[] = [];
  const traces = new Map<Program, { left: number }>();

  const tracesOf = (program: Program): { left: number } => {
    const known = traces.get(program) ?? { left: allPlaces ? Infinity : TRACES_PER_PROGRAM };
    traces.set(program, known);
    return known;
  };

  const failWith = (process: ProcessId, fault: Fault, trace: Error | undefined): Input => {
    const { program } = running[process]!;
    const place = (trace && placeOf(trace)) ?? program.place;
    faults.push({ process, program: program.name, fault, place });
    return { kind: 'fault', process, fault };
  };

  return {
    faults,
    create(process, program, args, parent) {
      const ledger: Ledger = { open: [], traces: tracesOf(program), last: undefined };
      const behaviour = start(program, makeSys(ledger, process, parent), args);
      running[process] = { program, ledger, behaviour };
    },
    resume(process, reply) {
      const { behaviour, ledger } = running[process]!;
      if (!behaviour.ok) return failWith(process, behaviour.fault, undefined);
      let result: IteratorResult<Call, unknown>;
      depth++;
      try {
        result = behaviour.value.next(reply);
      } catch (error) {
        return failWith(process, thrown(error), error instanceof Error ? error : ledger.last);
      } finally {
        depth--;
      }
      if (!result.done) {
        const wrong = checkYield(result.value, ledger);
        if (wrong) return failWith(process, wrong, ledger.open.at(-1)?.trace ?? ledger.last);
        return { kind: 'call', process, call: result.value };
      }
      const wrong = checkReturn(result.value, ledger);
      if (!wrong.ok) return failWith(process, wrong.fault, ledger.open[0]?.trace);
      return { kind: 'return', process, value: result.value };
    },
    drop(process) {
      running[process] = undefined;
    },
    placeOf(process) {
      const last = running[process]?.ledger.last;
      return last && placeOf(last);
    },
  };
};

const checkYield = (value: unknown, ledger: Ledger): Fault | undefined => {
  if (value instanceof Made && value.stage === 'yielded') {
    if (ledger.open.length <= OPEN_MAX) return undefined;
    return fail(
      'OPERATION_NOT_AWAITED',
      `more than ${OPEN_MAX} operations were made and never run`,
      'Put yield* before every call of sys',
    ).fault;
  }
  // a guest's own call: its number is checked by the core
  if (typeof (value as Partial<Call> | null)?.call === 'number' && !(value instanceof Made)) {
    return undefined;
  }
  disarm(value);
  const what = value instanceof Made ? 'an operation by plain yield' : describe(value);
  const hint = 'Write yield* sys.…(…), with the star, and no await or promise';
  return fail('PROCESS_BAD_YIELD', `the process yielded ${what}`, hint).fault;
};

const describe = (value: unknown): string => {
  if (isPromise(value)) return 'a promise';
  return typeof value === 'object' ? 'an object' : String(value);
};

const checkReturn = (value: unknown, ledger: Ledger): Result<null> => {
  if (isPromise(value)) {
    disarm(value);
    return fail(
      'PROCESS_RETURNED_PROMISE',
      'the process returned a promise, which the kernel cannot wait for',
      'Return a plain value; ask for outside work with yield* sys.…',
    );
  }
  const [forgotten] = ledger.open;
  if (!forgotten) return { ok: true, value: null };
  return fail(
    'OPERATION_NOT_AWAITED',
    `a ${CALL_BY_NUMBER.get(forgotten.call) ?? ''} operation was made and never run`,
    'Put yield* before the call: const result = yield* sys.…(…)',
  );
};
