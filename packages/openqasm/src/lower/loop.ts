import type { Classical } from '@xdv/domain-model';
import { invariant } from '@xdv/domain-model';
import type { Expression, For, Range } from '../syntax/ast.ts';
import type { IntegerType, ScalarType } from '../types/type.ts';
import { asBigint } from '../values/guard.ts';
import { itemsOf, known, running, type Abstract } from './abstract.ts';
import { readPlace, writePlace } from './access.ts';
import { prepare } from './branch.ts';
import { BIT, castTo, constant, operation } from './classical.ts';
import { runRound, runRunningLoop } from './control.ts';
import { convert, expressionOf } from './convert.ts';
import { evaluate } from './evaluate.ts';
import { closeTarget, openTarget, type Flow, type Target } from './flow.ts';
import type { Lowering } from './lowering.ts';
import { placeOf } from './place.ts';
import { placeHolding } from './select.ts';
import { runSequence, runStatements } from './sequence.ts';
import { Stop } from './stop.ts';
import { createVariable, store } from './variable.ts';
import { writesOf } from './writes.ts';

const INT: IntegerType = { kind: 'int', width: 64 };

/** One round with the loop's variable as `value`. */
const runWith = (low: Lowering, { name, body }: For, value: Abstract): Flow => {
  const symbol = low.symbol(name.id);
  const typed = convert(low, value, symbol.type);
  low.bindings.set(symbol, { kind: 'place', place: placeHolding(low, typed, name.text) });
  return runStatements(low, body.statements);
};

export const runFor = (low: Lowering, statement: For): Flow => {
  const { over } = statement;
  const breaks = openTarget(low);
  if (over.kind !== 'range') return unrolled(low, statement, breaks, valuesOf(low, over));
  const [from, to] = [boundOf(low, over, over.from), boundOf(low, over, over.to)];
  const step = over.step === null ? 1n : knownStep(low, over.step);
  if (from.kind === 'known' && to.kind === 'known') {
    const values = counting(low, asBigint(from.value), step, asBigint(to.value));
    return unrolled(low, statement, breaks, values);
  }
  return closeTarget(low, breaks, counted(low, statement, breaks, { from, step, to }));
};

const boundOf = (low: Lowering, at: Range, bound: Expression | null): Abstract => {
  if (bound !== null) {
    const value = evaluate(low, bound);
    // unsigned numbers of 64 bits keep their value while they are known
    return value.kind === 'known' && value.type.kind === 'uint' ? value : convert(low, value, INT);
  }
  throw new Stop('NOT_HERE', at, 'a range without an end', 'Give it both ends');
};

const knownStep = (low: Lowering, expression: Expression): bigint => {
  const step = convert(low, evaluate(low, expression), INT);
  if (step.kind !== 'known') {
    const message = 'the step of a range depends on outcomes';
    throw new Stop('RUNTIME_UNSUPPORTED', expression, message, 'Use a step that is known');
  }
  if (step.value !== 0n) return asBigint(step.value);
  throw new Stop('VALUE_RANGE', expression, 'a range with step 0', 'Use another step');
};

function* counting(
  low: Lowering,
  from: bigint,
  step: bigint,
  to: bigint,
): Generator<Abstract, undefined> {
  for (let value = from; step > 0n ? value <= to : value >= to; value += step) {
    low.out.step();
    // as wide as needed: the loop's variable takes what fits it
    yield known(value < 0n ? INT : { kind: 'uint', width: 64 }, value);
  }
}

/** An item as it is before the first round, which may change what it was computed from. */
const keptItem = (low: Lowering, item: Abstract): Abstract => {
  if (item.kind === 'running') return { ...item, of: low.kept(item.of) };
  return item.kind === 'complex' ? { ...item, re: low.kept(item.re), im: low.kept(item.im) } : item;
};

const valuesOf = (
  low: Lowering,
  over: Exclude<For['over'], Range>,
): Iterator<Abstract, undefined> => {
  if (over.kind === 'set') {
    return over.items.map((item) => keptItem(low, evaluate(low, item))).values();
  }
  const value = evaluate(low, over);
  if (value.type.kind === 'array') return rowsOf(low, value);
  return bitsOf(low, value).values();
};

/** The entries of an array: scalars, or arrays of one dimension less. */
const rowsOf = (low: Lowering, value: Abstract): Iterator<Abstract, undefined> => {
  const { type } = value;
  invariant(type.kind === 'array' && type.dimensions.length === 1, 'a list of scalars');
  return itemsOf(value).map((item) => keptItem(low, item)).values();
};

/** The bits of a register, from bit 0 on. */
const bitsOf = (low: Lowering, value: Abstract): readonly Abstract[] => {
  invariant(value.type.kind === 'bit', 'a register', value.type.kind);
  const size = value.type.size ?? 1;
  const place = placeHolding(low, value, '');
  invariant(place.kind === 'cell', 'a register');
  const { variable } = place;
  return Array.from({ length: size }, (_, bit) => {
    const bits = [{ variable, element: 0, bit }];
    return readPlace(low, { kind: 'bits', type: { kind: 'bit', size: null }, bits });
  });
};

const unrolled = (
  low: Lowering,
  statement: For,
  breaks: Target,
  values: Iterator<Abstract, undefined>,
): Flow => {
  const rounds = function* (): Generator<() => Flow, undefined> {
    for (let next = values.next(); !next.done; next = values.next()) {
      const { value } = next;
      yield () => runRound(low, breaks, () => runWith(low, statement, value));
    }
  };
  const writes = writesOf(low, [statement]);
  const flow = runSequence(low, { steps: rounds(), writesFrom: () => writes });
  return closeTarget(low, breaks, flow);
};

interface Count {
  readonly from: Abstract;
  readonly step: bigint;
  readonly to: Abstract;
}

/** Counts while the circuit runs. */
const counted = (
  low: Lowering,
  statement: For,
  breaks: Target,
  { from, step, to }: Count,
): Flow => {
  const counter = createVariable(low, statement.name.text, INT as ScalarType);
  const place = placeOf(counter);
  const last = expressionOf(convert(low, running(INT, low.kept(asInt(low, to))), INT));
  writePlace(low, place, running(INT, low.kept(asInt(low, from))));
  prepare(low, writesOf(low, [statement]));
  // a counter that starts with a known number is in bits too: the loop changes it
  store(low, counter);
  const now = (): Classical => expressionOf(readPlace(low, place));
  return runRunningLoop(low, breaks, {
    statement,
    condition: () => operation('le', BIT, ...(step > 0n ? [now(), last] : [last, now()])),
    body: () => {
      // `continue` goes on with the next number, so it is taken before the round
      const value = running(INT, low.kept(now()));
      const next = operation('add', INT, now(), constant(INT, step));
      writePlace(low, place, running(INT, next));
      return runWith(low, statement, value);
    },
  });
};

const asInt = (low: Lowering, value: Abstract): Classical =>
  castTo(INT, expressionOf(convert(low, value, INT)));
