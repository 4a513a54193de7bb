import type { CircuitOp, Classical } from '@xdv/domain-model';
import type { Block, If, Statement, Switch, While } from '../syntax/ast.ts';
import type { Abstract } from './abstract.ts';
import { branch, prepare } from './branch.ts';
import { flatChain, type Choice } from './chain.ts';
import { operation, BIT, not } from './classical.ts';
import { computeBinary } from './compute.ts';
import { directTest, evaluateTruth, testFor, truthBit, type Test } from './condition.ts';
import { expressionOf } from './convert.ts';
import { evaluate } from './evaluate.ts';
import { clear, closeTarget, openTarget, raise, STRAIGHT, type Flow, type Target } from './flow.ts';
import type { Lowering } from './lowering.ts';
import { placeHolding } from './select.ts';
import { readPlace } from './access.ts';
import { roundsOf } from './rounds.ts';
import { endsByOutcome, LEAVING } from './dependence.ts';
import { guardedBy, runBlock, runSequence, runStatements } from './sequence.ts';
import { Stop } from './stop.ts';
import { hasCalls } from './totality.ts';
import { eachStatement, expressionsOfStatement } from './visit.ts';
import { writesOf } from './writes.ts';

type Branch = () => Flow;

/**
 * Both ways of a decision that outcomes make. What either writes to that was declared before is in
 * bits from here on. A jump that only one of them takes sets the flag of where it goes.
 */
const runBranches = (
  low: Lowering,
  { bits, values, negated }: Test,
  [yes, no]: readonly [Branch, Branch],
): Flow => {
  const [first, second] = negated ? [no, yes] : [yes, no];
  const then = branch(low, first);
  const otherwise = branch(low, second);
  const maybe = new Set([...then.result.maybe, ...otherwise.result.maybe]);
  const same = then.result.jump === otherwise.result.jump;
  if (!same) {
    for (const { ops, result } of [then, otherwise]) {
      if (result.jump === null) continue;
      raise(low, result.jump, ops);
      maybe.add(result.jump);
    }
  }
  if (then.ops.length + otherwise.ops.length > 0) {
    low.out.emit({ kind: 'if', bits, values, then: then.ops, otherwise: otherwise.ops });
  }
  return { jump: same ? then.result.jump : null, maybe };
};

const NOTHING: Branch = () => STRAIGHT;

export const runIf = (low: Lowering, statement: If): Flow => {
  const { then, otherwise, condition } = statement;
  const choices = flatChain(low, statement);
  if (choices !== null) return runChoices(low, statement, choices);
  const test = testFor(low, evaluateTruth(low, condition));
  const yes: Branch = () => runBlock(low, then);
  const no: Branch = otherwise === null ? NOTHING : () => runBlock(low, otherwise);
  if (typeof test === 'boolean') return test ? yes() : no();
  prepare(low, writesOf(low, [then, ...(otherwise === null ? [] : [otherwise])]));
  return runBranches(low, test, [yes, no]);
};

/** Blocks at most one of which runs, side by side. */
const runChoices = (low: Lowering, statement: If, choices: readonly Choice[]): Flow => {
  const writes = writesOf(low, [statement]);
  prepare(low, writes);
  const steps = choices.map(({ bit, body }) => (): Flow => {
    const test: Test = { bits: [bit.at], values: [1], negated: false };
    return runBranches(low, test, [() => runBlock(low, body), NOTHING]);
  });
  return runSequence(low, { steps: steps.values(), writesFrom: () => writes });
};

/** The subject of a switch is one of these labels; known, or computed. */
const matches = (
  low: Lowering,
  subject: Abstract,
  labels: readonly Abstract[],
  at: Statement,
): boolean | Classical => {
  let found: Classical | null = null;
  for (const label of labels) {
    const same = computeBinary(low, '==', subject, label, at);
    if (same.kind === 'known' && same.value !== 0n) return true;
    if (same.kind === 'known') continue;
    const one = expressionOf(same);
    found = found === null ? one : low.settled(operation('or', BIT, found, one));
  }
  return found ?? false;
};

export const runSwitch = (low: Lowering, statement: Switch): Flow => {
  const { cases, otherwise } = statement;
  const subject = evaluate(low, statement.subject);
  const blocks = [...cases.map(({ body }) => body), ...(otherwise === null ? [] : [otherwise])];
  if (subject.kind === 'known') return runKnownSwitch(low, statement, subject);
  prepare(low, writesOf(low, blocks));
  // a case may change what the subject reads: it is looked at once
  const kept = readPlace(low, placeHolding(low, subject, ''));
  const conditions = cases.map(({ labels }) => {
    const values = labels.map((label) => evaluate(low, label));
    return matches(low, kept, values, statement);
  });
  const steps = cases.map(({ body }, k) => (): Flow => {
    const test = testFor(low, conditions[k]!);
    if (typeof test === 'boolean') return test ? runBlock(low, body) : STRAIGHT;
    return runBranches(low, test, [() => runBlock(low, body), NOTHING]);
  });
  if (otherwise !== null) steps.push(() => runDefault(low, conditions, otherwise));
  // labels are distinct, so at most one of the cases runs: they stand side by side
  return runSequence(low, {
    steps: steps.values(),
    writesFrom: (k) => writesOf(low, blocks.slice(k)),
  });
};

const runDefault = (
  low: Lowering,
  conditions: readonly (boolean | Classical)[],
  otherwise: Block,
): Flow => {
  if (conditions.includes(true)) return STRAIGHT;
  const any = conditions
    .filter((condition) => typeof condition !== 'boolean')
    .reduce<Classical | null>(
      (a, b) => (a === null ? b : low.settled(operation('or', BIT, a, b))),
      null,
    );
  if (any === null) return runBlock(low, otherwise);
  const test = testFor(low, not(any));
  if (typeof test === 'boolean') return test ? runBlock(low, otherwise) : STRAIGHT;
  return runBranches(low, test, [() => runBlock(low, otherwise), NOTHING]);
};

const runKnownSwitch = (low: Lowering, statement: Switch, subject: Abstract): Flow => {
  for (const { labels, body } of statement.cases) {
    const values = labels.map((label) => evaluate(low, label));
    if (matches(low, subject, values, statement) === true) return runBlock(low, body);
  }
  return statement.otherwise === null ? STRAIGHT : runBlock(low, statement.otherwise);
};

/** Runs one round of a loop: `continue` goes to its end. */
export const runRound = (low: Lowering, breaks: Target, body: () => Flow): Flow => {
  const outer = low.loop;
  const continues = openTarget(low);
  low.loop = { breaks, continues };
  try {
    return closeTarget(low, continues, low.scoped(body));
  } finally {
    low.loop = outer;
  }
};

/** A loop that the circuit runs: what decides, and what it does. */
interface RunningLoop {
  readonly statement: Statement;
  readonly condition: () => boolean | Classical;
  readonly body: () => Flow;
}

/**
 * A loop whose end depends on outcomes, as a `while` of the circuit. The caller prepared what its
 * body writes to.
 */
export const runRunningLoop = (
  low: Lowering,
  breaks: Target,
  { statement, condition, body }: RunningLoop,
): Flow => {
  const max = roundsOf(low, statement);
  const before = low.out.ops.length;
  const first = condition();
  if (first === false) return STRAIGHT;
  const direct = typeof first === 'boolean' ? null : directTest(first);
  // bits of the program itself need not be computed again
  const plain = low.out.ops.length === before && (first === true || isPlain(direct));
  const test = plain ? (direct as Test | null) : keptTest(low, first);
  const again = plain ? null : test!.bits[0]!;
  const round = (): Flow => {
    const flow = runRound(low, breaks, body);
    const maybe = new Set(flow.maybe);
    if (flow.jump !== null) {
      raise(low, flow.jump);
      maybe.add(flow.jump);
    }
    if (again !== null) guardedBy(low, maybe, () => lookAgain(low, again, condition));
    return { jump: null, maybe };
  };
  low.out.loops++;
  const { ops, result } = branch(low, round);
  low.out.loops--;
  emitLoop(low, statement, { test, maybe: result.maybe, max, ops });
  return result;
};

const isPlain = (test: boolean | Test | null): test is Test =>
  test !== null && typeof test === 'object' && !test.negated;

const keptTest = (low: Lowering, condition: boolean | Classical): Test => {
  const { at } = low.temporary(1);
  low.out.emit({ kind: 'set', at, value: truthBit(condition) });
  return { bits: [at], values: [1], negated: false };
};

const lookAgain = (
  low: Lowering,
  at: number,
  condition: () => boolean | Classical,
): void => low.out.emit({ kind: 'set', at, value: truthBit(condition()) });

interface LoopParts {
  readonly test: Test | null;
  readonly maybe: ReadonlySet<Target>;
  readonly max: number;
  readonly ops: readonly CircuitOp[];
}

const emitLoop = (
  low: Lowering,
  at: Statement,
  { test, maybe, max, ops }: LoopParts,
): void => {
  const left = clear(low, maybe);
  const bits = [...(test?.bits ?? []), ...left.bits];
  const values = [...(test?.values ?? []), ...left.values];
  if (bits.length === 0) {
    throw new Stop('NEVER_ENDS', at, 'this loop has no end', 'Give it a condition or a break');
  }
  low.out.emit({ kind: 'while', bits, values, max, body: ops });
};

export const runWhile = (low: Lowering, statement: While): Flow => {
  const { condition, body } = statement;
  const breaks = openTarget(low);
  const loop: RunningLoop = {
    statement,
    condition: () => evaluateTruth(low, condition),
    body: () => runStatements(low, body.statements),
  };
  const running = (): Flow => {
    prepare(low, writesOf(low, [statement]));
    return runRunningLoop(low, breaks, loop);
  };
  if (neverEnds(low, statement)) {
    const hint = 'Give it a condition or a break';
    throw new Stop('NEVER_ENDS', statement, 'this loop has no end', hint);
  }
  if (endsByOutcome(low, statement)) return closeTarget(low, breaks, running());
  const flow = runSequence(low, {
    steps: knownRounds(low, breaks, loop, running),
    writesFrom: () => writesOf(low, [statement]),
  });
  return closeTarget(low, breaks, flow);
};

/** A loop on something always true that nothing leaves. */
const neverEnds = (low: Lowering, { condition, body }: While): boolean => {
  if (!low.analysis.constants[condition.id]) return false;
  let leaves = false;
  eachStatement(body, (part) => {
    // a subroutine may end the program
    leaves ||= LEAVING.has(part.kind) || expressionsOfStatement(part).some(hasCalls);
  });
  return !leaves;
};

/** Rounds of a loop as long as it is known that there is one more. */
function* knownRounds(
  low: Lowering,
  breaks: Target,
  { condition, body }: RunningLoop,
  running: () => Flow,
): Generator<() => Flow, undefined> {
  for (;;) {
    low.out.step();
    const goesOn = condition();
    if (goesOn === false) return;
    if (goesOn !== true) {
      yield running;
      return;
    }
    yield () => runRound(low, breaks, body);
  }
}
