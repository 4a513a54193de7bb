import type { Extern, GateDefinition, ScalarTypeNode, Subroutine } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { alwaysReturns } from './flow.ts';
import { declare, declaredAt, isMisread, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { resolveType } from './type-node.ts';

const GATE: Type = { kind: 'gate' };
const SUBROUTINE: Type = { kind: 'subroutine' };
const VOID: Type = { kind: 'void' };
const QUBIT: Type = { kind: 'qubit', size: null };
/** The angles of a gate are real numbers of any precision: halves of them are not taken mod 2π. */
const ANGLE: Type = { kind: 'float', width: 64 };

/** `gate g(a) q, r { … }` or `opaque g(a) q, r;` */
export const gate = (pass: Pass, s: GateDefinition): void => {
  const { name, params, qubits, body } = s;
  const counts = { params: params.length, qubits: qubits.length };
  const base = declaredAt(pass, name, s);
  declare(pass, name, { ...base, kind: 'gate', type: GATE, ...counts, definition: s });
  pass.inside({ kind: 'gate', returns: null, gate: s }, () => {
    for (const param of params) {
      declare(pass, param, { ...declaredAt(pass, param, s), kind: 'angle', type: ANGLE });
    }
    for (const qubit of qubits) {
      declare(pass, qubit, { ...declaredAt(pass, qubit, s), kind: 'qubit', type: QUBIT });
    }
    if (body !== null) pass.statements(body);
  });
};

const returnType = (pass: Pass, node: ScalarTypeNode | null): Type =>
  node === null ? VOID : resolveType(pass, node);

/** `def f(int[8] n, qubit q) -> bit { … }` */
export const subroutine = (pass: Pass, s: Subroutine): void => {
  const { name, body } = s;
  const params = s.params.map(({ type }) => resolveType(pass, type));
  const result = returnType(pass, s.returns);
  const returns = isMisread(pass, s) ? UNKNOWN : result;
  const base = declaredAt(pass, name, s);
  const signature = { params, returns, definition: s };
  declare(pass, name, { ...base, kind: 'subroutine', type: SUBROUTINE, ...signature });
  pass.inside({ kind: 'def', returns, gate: null }, () => {
    for (const [k, { name: param }] of s.params.entries()) {
      const type = params[k]!;
      const kind = type.kind === 'qubit' ? 'qubit' : 'parameter';
      declare(pass, param, { ...declaredAt(pass, param, s), kind, type });
    }
    pass.statements(body);
  });
  if (returns.kind === 'void' || returns.kind === 'unknown' || alwaysReturns(body)) return;
  const message = `'${name.text}' can end without a ${showType(returns)}`;
  pass.error('RETURN_MISSING', name, message, 'Return a value on every way through it');
};

/** `extern f(int[8]) -> bit;` */
export const external = (pass: Pass, s: Extern): void => {
  const params = s.params.map((param) => resolveType(pass, param));
  const returns = returnType(pass, s.returns);
  const base = declaredAt(pass, s.name, s);
  const signature = { params, returns, definition: s };
  declare(pass, s.name, { ...base, kind: 'subroutine', type: SUBROUTINE, ...signature });
};
