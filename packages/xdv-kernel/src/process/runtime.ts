import {
  CALL_BY_NUMBER,
  fail,
  FAULTS,
  show,
  XdvError,
  type Call,
  type Fault,
  type ProcessId,
  type Result,
} from '@xdv/domain-model';
import type { Handles, Input } from '../core/state.ts';
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
  create(process: ProcessId, program: Program, args: unknown, handles: Handles): void;
  /** Lets the process run to its next call or its end. */
  resume(process: ProcessId, reply: Reply): Input;
  /** The process has ended: it is forgotten, and its fault reported if it was not yet. */
  end(process: ProcessId, result: Result<unknown>): void;
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

const isError = (value: unknown): value is Error => value instanceof Error;

const isFault = (value: unknown): value is Fault => {
  const { code, message, hint } = (value ?? {}) as Partial<Fault>;
  const known = typeof code === 'string' && Object.hasOwn(FAULTS, code);
  return known && typeof message === 'string' && typeof hint === 'string';
};

const describeThrown = (error: unknown): string =>
  isError(error) ? `${show(error.name)}: ${show(error.message)}` : show(error);

/**
 * The fault that a thrown value stands for. Of errors only name and message are recorded. Whatever
 * it is, even something that throws when it is looked at, it ends the process and no more.
 */
const thrown = (error: unknown): Fault => {
  let text = 'something that cannot be read';
  try {
    if (error instanceof XdvError && isFault(error.fault)) {
      const { code, message, hint } = error.fault;
      return { code, message, hint };
    }
    text = describeThrown(error);
  } catch {
    // the text above stands
  }
  const hint = 'Catch it in the process, or correct the line that throws';
  return { code: 'PROCESS_THREW', message: text, hint };
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
    const program = running[process]?.program;
    const place = (trace && placeOf(trace)) ?? program?.place;
    faults.push({ process, program: program?.name ?? '', fault, place });
    return { kind: 'fault', process, fault };
  };

  const atEnd = (process: ProcessId, value: unknown, ledger: Ledger): Input => {
    const wrong = checkReturn(value, ledger);
    if (!wrong.ok) return failWith(process, wrong.fault, ledger.open[0]?.trace);
    return { kind: 'return', process, value };
  };

  return {
    faults,
    create(process, program, args, handles) {
      const ledger: Ledger = { open: [], traces: tracesOf(program), last: undefined };
      const behaviour = start(program, makeSys(ledger, process, handles), args);
      running[process] = { program, ledger, behaviour };
    },
    resume(process, reply) {
      const { behaviour, ledger } = running[process]!;
      if (!behaviour.ok) return failWith(process, behaviour.fault, undefined);
      depth++;
      try {
        const result = behaviour.value.next(reply);
        if (result.done) return atEnd(process, result.value, ledger);
        const call = checkYield(result.value, ledger);
        if (call.ok) return { kind: 'call', process, call: call.value };
        return failWith(process, call.fault, ledger.open.at(-1)?.trace ?? ledger.last);
      } catch (error) {
        return failWith(process, thrown(error), isError(error) ? error : ledger.last);
      } finally {
        depth--;
      }
    },
    end(process, result) {
      if (!result.ok && !faults.some((report) => report.process === process)) {
        failWith(process, result.fault, running[process]?.ledger.last);
      }
      running[process] = undefined;
    },
    placeOf(process) {
      const last = running[process]?.ledger.last;
      return last && placeOf(last);
    },
  };
};

/** The call that a process yielded. A guest's own call is copied: its parts are read once. */
const checkYield = (yielded: unknown, ledger: Ledger): Result<Call> => {
  if (yielded instanceof Made && yielded.stage === 'yielded') {
    if (ledger.open.length <= OPEN_MAX) return { ok: true, value: yielded };
    return fail(
      'OPERATION_NOT_AWAITED',
      `more than ${OPEN_MAX} operations were made and never run`,
      'Put yield* before every call of sys',
    );
  }
  if (!(yielded instanceof Made) && isCall(yielded)) {
    const { call, handle, a, b, value } = yielded;
    return { ok: true, value: { call, handle, a, b, value } };
  }
  disarm(yielded);
  const what = yielded instanceof Made ? 'an operation by plain yield' : describe(yielded);
  const hint = 'Write yield* sys.…(…), with the star, and no await or promise';
  return fail('PROCESS_BAD_YIELD', `the process yielded ${what}`, hint);
};

const isCall = (value: unknown): value is Call =>
  typeof (value as Partial<Call> | null | undefined)?.call === 'number';

const describe = (value: unknown): string => {
  if (isPromise(value)) return 'a promise';
  return show(value);
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
