import { XdvError, type Call, type Handle, type Result } from '@xdv/domain-model';

/** What the kernel answers to a call. */
export type Reply = Result<unknown>;

/** What a process yields and receives: `function*` bodies have this type by inference. */
export type Behaviour<T> = Generator<Call, T, Reply>;

/**
 * One system call as a process writes it: `const value = yield* operation`. Lazy: nothing happens
 * until it is yielded. It works once, and gives its result's type to `yield*`.
 * A refused call throws {@link XdvError} there; `sys.attempt` turns that into a value.
 */
export interface Operation<T> extends Call {
  [Symbol.iterator](): Iterator<Call, T, Reply>;
}

/** Where an operation is in its life: made, yielded, answered. */
type Stage = 'made' | 'yielded' | 'answered';

/** What a process made and has not yielded yet. */
export interface Ledger {
  readonly open: Made<unknown>[];
  /** How many more operations remember where in the source they were made. */
  readonly traces: { left: number };
  /** The trace of the newest operation that has one. */
  last: Error | undefined;
}

const yields = (operation: Call): IteratorYieldResult<Call> => ({ done: false, value: operation });

export class Made<T> implements Operation<T>, Iterator<Call, T, Reply> {
  readonly call: number;
  readonly handle: Handle;
  readonly a: number;
  readonly b: number;
  readonly value: unknown;
  stage: Stage = 'made';
  /** Whose stack says where the operation was made. Read only when something is wrong. */
  trace: Error | undefined = undefined;
  private readonly read: ((value: never) => T) | undefined;
  private readonly ledger: Ledger;

  constructor(
    ledger: Ledger,
    call: number,
    handle: Handle,
    a: number,
    b: number,
    value: unknown,
    read: ((value: never) => T) | undefined,
  ) {
    this.ledger = ledger;
    this.call = call;
    this.handle = handle;
    this.a = a;
    this.b = b;
    this.value = value;
    this.read = read;
    ledger.open.push(this);
    if (ledger.traces.left > 0) this.locate(ledger);
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(reply?: Reply): IteratorResult<Call, T> {
    if (this.stage === 'made') {
      this.stage = 'yielded';
      forget(this.ledger, this);
      return yields(this);
    }
    if (this.stage === 'answered' || reply === undefined) {
      throw new XdvError({
        code: 'OPERATION_NOT_AWAITED',
        message: 'an operation was yielded twice',
        hint: 'Call sys again for each operation: an operation works once',
      });
    }
    this.stage = 'answered';
    return { done: true, value: this.result(reply) };
  }

  private result(reply: Reply): T {
    if (!reply.ok) throw new XdvError(reply.fault);
    return this.read ? this.read(reply.value as never) : (reply.value as T);
  }

  /** Making a trace costs a microsecond, so only the first operations of a program get one. */
  private locate(ledger: Ledger): void {
    ledger.traces.left--;
    this.trace = new Error('made here');
    ledger.last = this.trace;
  }
}

/** An operation that was yielded is no longer open. It is almost always the newest one. */
const forget = ({ open }: Ledger, operation: Made<unknown>): void => {
  if (open.at(-1) === operation) {
    open.pop();
    return;
  }
  const index = open.indexOf(operation);
  if (index >= 0) open.splice(index, 1);
};
