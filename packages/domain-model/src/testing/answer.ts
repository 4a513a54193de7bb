import { FAULTS } from '../catalogue/faults.ts';
import type { Result } from '../fault.ts';
import { show } from '../invariant.ts';
import { validateCalibration } from '../ports/validate-profile.ts';
import { check, failed, type CaseContext } from './case.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Exactly these fields, so that nothing travels beside what the port names (XDV-060.4). */
const hasOnly = (what: string, value: unknown, fields: readonly string[]): void => {
  check(isRecord(value), `${what} is ${show(value)}`);
  const own = Reflect.ownKeys(value).map(String).toSorted().join(', ');
  check(own === fields.toSorted().join(', '), `${what} has the fields ${own}`);
};

const isCount = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least;

const checkRow = (row: unknown): void => {
  check(Array.isArray(row) && row.length === 2, 'a row of counts is not a pair');
  const [outcome, count] = row as unknown[];
  check(typeof outcome === 'string' && /^[01]*$/.test(outcome), `outcome ${show(outcome)}`);
  check(isCount(count, 1), `count ${show(count)}`);
};

const isShare = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && value <= 1;

const checkErrors = (errors: unknown): void => {
  hasOnly('errors', errors, ['predicted', 'budgetUsed', 'revision']);
  const { predicted, budgetUsed, revision } = errors as Readonly<Record<string, unknown>>;
  check(isShare(predicted), `predicted is ${show(predicted)}`);
  check(isShare(budgetUsed), `budgetUsed is ${show(budgetUsed)}`);
  check(isCount(revision, 1), `revision is ${show(revision)}`);
};

const checkCounts = (value: Readonly<Record<string, unknown>>): void => {
  const errors = Object.hasOwn(value, 'errors') ? ['errors'] : [];
  hasOnly('counts', value, ['kind', 'shots', 'counts', ...errors]);
  if (errors.length > 0) checkErrors(value['errors']);
  check(isCount(value['shots'], 1), `shots is ${show(value['shots'])}`);
  const rows = value['counts'];
  check(Array.isArray(rows), 'counts is not a list');
  for (const row of rows as unknown[]) checkRow(row);
};

const checkOutcome = (value: Readonly<Record<string, unknown>>): void => {
  hasOnly('an outcome', value, ['kind', 'bits']);
  const bits = value['bits'];
  check(Array.isArray(bits), 'bits is not a list');
  for (const bit of bits as unknown[]) check(bit === 0 || bit === 1, `bit ${show(bit)}`);
};

const checkCalibration = (value: Readonly<Record<string, unknown>>): void => {
  hasOnly('a calibration', value, ['kind', 'contract']);
  const calibration = isRecord(value['contract']) ? value['contract']['calibration'] : undefined;
  const qubits = isRecord(calibration) ? calibration['qubits'] : undefined;
  const count = Array.isArray(qubits) ? qubits.length : 1;
  const contract = validateCalibration(value['contract'], count);
  if (!contract.ok) failed(contract.fault.message);
};

const checkValue = (value: unknown): void => {
  if (value === null) return;
  check(isRecord(value), `a result is ${show(value)}`);
  const { kind } = value;
  if (kind === 'counts') return checkCounts(value);
  if (kind === 'outcome') return checkOutcome(value);
  if (kind === 'calibration') return checkCalibration(value);
  check(kind === 'done', `a result of kind ${show(kind)}`);
  hasOnly('done', value, ['kind']);
};

const checkFault = (fault: unknown): void => {
  hasOnly('a fault', fault, ['code', 'message', 'hint']);
  const { code, message, hint } = fault as Readonly<Record<string, unknown>>;
  check(typeof code === 'string' && Object.hasOwn(FAULTS, code), `unknown code ${show(code)}`);
  for (const text of [message, hint]) {
    check(typeof text === 'string' && text.length > 0, `${code} with the text ${show(text)}`);
  }
};

const checkAnswer = (answer: unknown): void => {
  check(isRecord(answer), `an answer is ${show(answer)}`);
  const { ok } = answer;
  check(typeof ok === 'boolean', `ok is ${show(ok)}`);
  hasOnly('an answer', answer, ['ok', ok ? 'value' : 'fault']);
  if (ok) checkValue(answer['value']);
  else checkFault(answer['fault']);
};

const begin = <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return call();
  } catch {
    return failed('the provider threw instead of answering');
  }
};

/**
 * The answer to a call, which must come, be a result and hold only the fields of the port: what
 * every case checks of every answer.
 */
export const answerOf = async <T>(
  context: CaseContext,
  call: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  const pending = begin(call);
  check(typeof pending?.then === 'function', 'the provider returned no promise');
  const settled = pending.then(
    (answer) => ({ end: 'answered', answer }) as const,
    () => ({ end: 'rejected' }) as const,
  );
  const overdue = context.patience?.().then(() => ({ end: 'overdue' }) as const);
  const first = await (overdue === undefined ? settled : Promise.race([settled, overdue]));
  if (first.end === 'rejected') return failed('the provider rejected instead of answering');
  if (first.end === 'overdue') return failed('the provider did not answer');
  checkAnswer(first.answer);
  return first.answer;
};
