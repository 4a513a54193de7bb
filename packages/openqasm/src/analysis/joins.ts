import type { Binary, Expression } from '../syntax/ast.ts';
import type { Pass } from './pass.ts';
import { overlap, runsOf } from './places.ts';

const isRegister = (pass: Pass, { id }: Expression): boolean => {
  const kind = pass.types[id]?.kind;
  return kind === 'qubit' || kind === 'bit';
};

/**
 * A register is not joined with any part of itself: the result refers to the bits or qubits of
 * both. False if it is, which was reported. Source: OpenQASM 3, "Register concatenation".
 */
export const checkJoin = (pass: Pass, { left, right }: Binary): boolean => {
  if (!isRegister(pass, left) || !isRegister(pass, right)) return true;
  const a = runsOf(pass, left);
  const b = a && runsOf(pass, right);
  if (a === null || b === null || !overlap(a, b)) return true;
  const quantum = pass.types[left.id]?.kind === 'qubit';
  const what = quantum ? 'qubit' : 'bit';
  const message = `the same ${what} twice in one register`;
  pass.error(quantum ? 'QUBIT_REPEATED' : 'ALIASING', right, message, `Name each ${what} once`);
  return false;
};
