import type { Defcal, Expression, Parameter } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { isConstant, reportRunning } from './constants.ts';
import { KINDS } from './kinds.ts';
import { declare, declaredAt, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import type { QasmSymbol } from './symbol.ts';
import { resolveType } from './type-node.ts';

const GATE: Type = { kind: 'gate' };
const QUBIT: Type = { kind: 'qubit', size: null };
/** What can be calibrated beside gates. */
const INSTRUCTIONS: ReadonlySet<string> = new Set(['measure', 'reset', 'delay']);

const isParameter = (param: Parameter | Expression): param is Parameter => !('kind' in param);

const checkValue = (pass: Pass, param: Expression): void => {
  const type = pass.typeOf(param);
  if (type.kind !== 'unknown' && !isConstant(pass, param)) {
    reportRunning(pass, param, 'the value that a calibration is for');
  }
};

const checkQubits = (pass: Pass, s: Defcal): void => {
  const seen = new Set<number>();
  for (const qubit of s.qubits) {
    if (!('kind' in qubit)) {
      declare(pass, qubit, { ...declaredAt(pass, qubit, s), kind: 'qubit', type: QUBIT });
      continue;
    }
    pass.types[qubit.id] = QUBIT;
    if (seen.has(qubit.index)) {
      const message = `$${qubit.index} is used twice in one operation`;
      pass.error('QUBIT_REPEATED', qubit, message, 'Name each qubit once');
    }
    seen.add(qubit.index);
  }
};

/** The head of a calibration; its body is in another language. */
const checkHead = (pass: Pass, s: Defcal): void => {
  for (const param of s.params) if (!isParameter(param)) checkValue(pass, param);
  pass.inside({ kind: 'def', returns: null, gate: null }, () => {
    for (const { type, name } of s.params.filter(isParameter)) {
      const resolved = resolveType(pass, type);
      declare(pass, name, { ...declaredAt(pass, name, s), kind: 'parameter', type: resolved });
    }
    checkQubits(pass, s);
  });
};

const declareNew = (pass: Pass, s: Defcal, returns: Type | null): void => {
  const base = declaredAt(pass, s.name, s);
  const counts = { params: s.params.length, qubits: s.qubits.length };
  if (returns === null) {
    declare(pass, s.name, { ...base, kind: 'gate', type: GATE, ...counts, definition: null });
    return;
  }
  const result = { type: GATE, returns, definition: s };
  declare(pass, s.name, { ...base, kind: 'calibration', ...counts, ...result });
};

type Operation = QasmSymbol & { readonly kind: 'gate' | 'calibration' };

const checkCounts = (pass: Pass, s: Defcal, { params, qubits }: Operation): void => {
  const name = s.name.text;
  if (s.params.length !== params) {
    const message = `a calibration of '${name}' with ${s.params.length} parameters`;
    pass.error('ARGUMENT_COUNT', s.name, message, `'${name}' takes ${params}`);
  } else if (s.qubits.length !== qubits) {
    const message = `a calibration of '${name}' on ${s.qubits.length} qubits`;
    pass.error('QUBIT_COUNT', s.name, message, `'${name}' takes ${qubits}`);
  }
};

/** Only what measures has a result. Source: OpenQASM 3, "Pulse-level descriptions". */
const checkResult = (pass: Pass, s: Defcal, symbol: Operation, returns: Type | null): void => {
  if ((symbol.kind === 'calibration') === (returns !== null)) return;
  const message =
    returns === null
      ? `'${symbol.name}' has a result elsewhere`
      : `the gate '${symbol.name}' does not give ${showType(returns)}`;
  pass.error('TYPE_MISMATCH', s.returns ?? s.name, message, 'Declare the same result everywhere');
};

/** `defcal rz(angle[20] a) $0 { … }`: calibrations of one gate add to one another. */
export const calibration = (pass: Pass, s: Defcal): void => {
  const returns = s.returns === null ? null : resolveType(pass, s.returns);
  checkHead(pass, s);
  if (INSTRUCTIONS.has(s.name.text)) return;
  const symbol = pass.scope.find(s.name.text);
  if (symbol === undefined) {
    declareNew(pass, s, returns);
    return;
  }
  pass.stands(s.name, symbol);
  if (symbol.type.kind === UNKNOWN.kind) return;
  if (symbol.kind !== 'gate' && symbol.kind !== 'calibration') {
    const message = `'${symbol.name}' is ${KINDS[symbol.kind]} already`;
    pass.error('NAME_TAKEN', s.name, message, 'Give one of the two another name');
    return;
  }
  checkCounts(pass, s, symbol);
  checkResult(pass, s, symbol, returns);
};
