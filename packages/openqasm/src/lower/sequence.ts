import type { CircuitOp } from '@xdv/domain-model';
import type { Block, Statement } from '../syntax/ast.ts';
import { prepare } from './branch.ts';
import { clear, raise, STRAIGHT, type Flow, type Target } from './flow.ts';
import type { Lowering } from './lowering.ts';
import { writesOf, type Writes } from './writes.ts';

/** Things to do one after the other, and what those from the k-th on may write to. */
interface Sequence {
  readonly steps: Iterator<() => Flow, undefined>;
  readonly writesFrom: (k: number) => Writes;
}

const lastBirth = (maybe: ReadonlySet<Target>): number => {
  let last = Number.NEGATIVE_INFINITY;
  for (const { birth } of maybe) last = Math.max(last, birth);
  return last;
};

/** One walk over a sequence. */
class Walk {
  readonly #low: Lowering;
  readonly #sequence: Sequence;
  #next: IteratorResult<() => Flow, undefined>;
  #done = 0;
  #maybe = new Set<Target>();
  #jump: Target | null = null;
  /** Variables born before this are in bits already, if a later step writes to them. */
  #covered = Number.NEGATIVE_INFINITY;

  constructor(low: Lowering, sequence: Sequence) {
    this.#low = low;
    this.#sequence = sequence;
    this.#next = sequence.steps.next();
  }

  run(): Flow {
    while (!this.#next.done && this.#jump === null) {
      if (this.#maybe.size === 0) this.#steps();
      else this.#guarded();
    }
    return { jump: this.#jump, maybe: this.#maybe };
  }

  /** Steps until one after which the program may be elsewhere. */
  #steps(): void {
    let here = true;
    while (!this.#next.done && here && this.#jump === null) {
      const { jump, maybe } = this.#next.value();
      this.#done++;
      for (const target of maybe) this.#maybe.add(target);
      here = maybe.size === 0;
      this.#jump = jump;
      if (jump === null) this.#next = this.#sequence.steps.next();
    }
  }

  /** Steps that are done only where the program did not jump before. */
  #guarded(): void {
    const low = this.#low;
    const bound = lastBirth(this.#maybe);
    if (bound > this.#covered) {
      prepare(low, this.#sequence.writesFrom(this.#done), bound);
      this.#covered = bound;
    }
    const condition = clear(low, this.#maybe);
    const { ops } = low.bounded(bound, () => low.out.collect(() => {
      this.#steps();
      this.#settleJump();
    }));
    if (ops.length > 0) low.out.emit({ kind: 'if', ...condition, then: ops, otherwise: [] });
  }

  /** A jump at the end of guarded steps is one that only some outcomes take. */
  #settleJump(): void {
    const jump = this.#jump;
    if (jump === null || (this.#maybe.size === 1 && this.#maybe.has(jump))) return;
    raise(this.#low, jump);
    this.#maybe.add(jump);
  }
}

/**
 * Does things one after the other. What follows a jump that only some outcomes take is guarded by
 * the flags of where it goes, in one list of guards rather than in nested ones.
 */
export const runSequence = (low: Lowering, sequence: Sequence): Flow =>
  new Walk(low, sequence).run();

export const runStatements = (low: Lowering, statements: readonly Statement[]): Flow => {
  if (statements.length === 0) return STRAIGHT;
  const steps = statements.map((statement) => () => low.rules.execute(low, statement)).values();
  return runSequence(low, { steps, writesFrom: (k) => writesOf(low, statements.slice(k)) });
};

/** The statements of a block, with what they declare gone after them. */
export const runBlock = (low: Lowering, { statements }: Block): Flow =>
  low.scoped(() => runStatements(low, statements));

/** What follows `maybe` in a list of its own, if the program is still there. */
export const guardedBy = (
  low: Lowering,
  maybe: ReadonlySet<Target>,
  body: () => void,
): void => {
  if (maybe.size === 0) return body();
  const condition = clear(low, maybe);
  const { ops } = low.bounded(lastBirth(maybe), () => low.out.collect(body));
  const op: CircuitOp = { kind: 'if', ...condition, then: ops, otherwise: [] };
  if (ops.length > 0) low.out.emit(op);
};
