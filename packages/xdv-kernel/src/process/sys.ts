import type {
  Authority,
  CalibrationContract,
  Circuit,
  CountsResult,
  Domain,
  Duration,
  Handle,
  IsingProblem,
  ProcessId,
  Result,
  SamplesResult,
  PhiSample,
  StabilityReport,
  Tag,
  Value,
} from '@xdv/domain-model';
import type { Child, Container, Contract, Envelope, Received } from './handles.ts';
import type { Behaviour, Operation } from './operation.ts';
import type { Program } from './program.ts';

/** Which capability and contract a Q or Φ call uses: by default its own, made for it. */
export interface Under {
  readonly contract?: Contract;
  readonly capability?: Handle;
}

export interface RunOptions extends Under {
  readonly shots: number;
  /** Decoherence budget: one shot must fit in it, else DECOHERENCE_EXCEEDED. */
  readonly budget: Duration;
  /** Error budget, 0 to 1: DECOHERENCE_EXCEEDED if the device predicts more. Default: any error. */
  readonly errorMax?: number;
  /** Name of the device. Default: the first that can run the circuit. */
  readonly device?: string;
}

export interface SolveOptions extends Under {
  /** Coherence window of one read. */
  readonly window: Duration;
  /** Windows, each from a fresh start. Default 1. */
  readonly reads?: number;
  readonly machine?: string;
  /** The stability index below which a window is void, where more than the machine's own. */
  readonly stability?: number;
}

/** What every process has: its K domain (XDV-020.1). Each call is `yield*`ed. */
export interface SysK {
  readonly pid: ProcessId;
  /** To send to the process that spawned this one; 0 in the first process. */
  readonly parent: Handle;
  /** The logical time. */
  now(): Operation<Tag>;
  /** A number in [0, 1) with 53 random bits from the stream called `stream` of this process. */
  random(stream?: string): Operation<number>;
  /** Writes a line to the trace. */
  log(text: string): Operation<void>;
  /**
   * Occupies the K lane for `span` of modelled time, then does `work`, which must depend on
   * nothing but the process's own values. Other processes run in between, slice by slice.
   */
  compute(span: Duration): Operation<void>;
  compute<T>(span: Duration, work: () => T): Operation<T>;
  /** Waits for `span` of logical time. */
  sleep(span: Duration): Operation<void>;
  /** Starts a child with a copy of `args`. */
  spawn<A, T>(program: Program<A, T>, args: A): Operation<Child<T>>;
  /** Waits for a child to end. CHILD_FAULTED if it ended with a fault. */
  join<T>(child: Child<T>): Operation<T>;
  /** Ends this process with `value`. */
  exit(value?: Value): Operation<never>;
  /** Sends a copy of `value`. MESSAGE_REFUSED if the receiver has ended or its queue is full. */
  send(to: Handle, value: Value): Operation<void>;
  /** The oldest message, waiting for one if there is none. */
  receive<T = Value>(): Operation<Received<T>>;
  /** Runs an operation, or a generator of several: a refusal is returned instead of thrown. */
  attempt<T>(work: Operation<T> | Behaviour<T>): Behaviour<Result<T>>;
  readonly memory: {
    /** Adds pages of 4096 zeroed bytes; gives the size in bytes. */
    grow(pages: number): Operation<number>;
    read(address: number, length: number): Operation<Uint8Array>;
    write(address: number, bytes: Uint8Array): Operation<void>;
  };
  readonly capability: {
    /** The process's own capability for a domain; 0 if the domain was not declared. */
    own(domain: Domain): Handle;
    /**
     * A narrower capability, for the process behind `to` or for this one. It ends when this
     * process does. CAPABILITY_ESCALATION if it would allow more.
     */
    derive(handle: Handle, narrower?: Partial<Authority>, to?: Handle): Operation<Handle>;
    /** Revokes what this process holds, with everything derived from it; gives how many. */
    revoke(handle: Handle): Operation<number>;
  };
  readonly contract: {
    /** Waits for an envelope of `length` on a resource and holds it. */
    request(terms: {
      readonly domain: 'Q' | 'Phi';
      /** Qubits or oscillators. */
      readonly amount: number;
      readonly length: Duration;
      readonly resource?: string;
      /** How long to wait at most: RESOURCE_EXHAUSTED if it cannot start by then. */
      readonly patience?: Duration;
      readonly capability?: Handle;
    }): Operation<Contract>;
    release(contract: Contract): Operation<void>;
  };
}

/** What a process that declares Q has besides. */
export interface SysQ {
  readonly q: {
    /** Runs a circuit from |0…0⟩ and counts its classical bits. */
    run(circuit: Circuit, options: RunOptions): Operation<CountsResult>;
    /** A container of `qubits` in |0…0⟩ that lives for `budget`. */
    allocate(
      qubits: number,
      options: {
        readonly budget: Duration;
        readonly device?: string;
        readonly capability?: Handle;
      },
    ): Operation<Container>;
    /** Applies gates to a container. */
    apply(container: Container, circuit: Circuit): Operation<void>;
    /** Measures the listed qubits: their outcomes, in that order. Collapses the container. */
    measure(container: Container, qubits: readonly number[]): Operation<readonly (0 | 1)[]>;
    release(container: Container): Operation<void>;
    /**
     * Calibrates a device anew, by default the first, and gives what counts from then on and until
     * when (XDV-060.2). Takes the device as a whole, so the capability must allow `allocate`
     * besides `execute-Q` and `measure-Q`. The one call that a device takes whose calibration is
     * out of date; work that waits for the device meanwhile must fit the new calibration.
     */
    calibrate(options?: {
      readonly device?: string;
      readonly capability?: Handle;
    }): Operation<CalibrationContract>;
  };
}

/** What a process that declares Φ has besides. */
export interface SysPhi {
  readonly phi: {
    /** Lets a machine settle on a problem and reads it out. */
    solve(problem: IsingProblem, options: SolveOptions): Operation<SamplesResult>;
    /** An envelope holding the problem, alive for `window`. */
    open(
      problem: IsingProblem,
      options: {
        readonly window: Duration;
        readonly machine?: string;
        /** The only transforms that it is to accept. Default: all of the machine. */
        readonly transforms?: readonly string[];
        /** The stability index below which it is void, where more than the machine's own. */
        readonly stability?: number;
        readonly capability?: Handle;
      },
    ): Operation<Envelope>;
    /** Applies a transform that the machine's profile lists. */
    apply(envelope: Envelope, transform: string, params?: readonly number[]): Operation<void>;
    /** Reads the envelope out. */
    evaluate(
      envelope: Envelope,
    ): Operation<{ readonly sample: PhiSample; readonly stability: StabilityReport }>;
    close(envelope: Envelope): Operation<void>;
  };
}

/** The system interface of a process that declares `D`: undeclared domains are not there. */
export type SysOf<D extends Domain> = SysK &
  ('Q' extends D ? SysQ : unknown) &
  ('Phi' extends D ? SysPhi : unknown);
