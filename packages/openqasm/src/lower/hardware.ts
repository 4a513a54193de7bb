import type { Block, Expression, Statement } from '../syntax/ast.ts';
import { Stop } from './stop.ts';
import { eachExpression, eachStatement, expressionsOfStatement } from './visit.ts';

/** Collects the qubits that a program names by number, wherever they are. */
class HardwareQubits {
  readonly found = new Set<number>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) eachStatement(statement, (part) => this.#statement(part));
  }

  #statement(statement: Statement): void {
    if (statement.kind === 'def') this.#block(statement.body);
    for (const expression of expressionsOfStatement(statement)) this.#expression(expression);
  }

  #block({ statements }: Block): void {
    this.statements(statements);
  }

  #expression(expression: Expression): void {
    eachExpression(expression, (part) => {
      if (part.kind === 'durationof') this.#block(part.body);
      if (part.kind !== 'hardware') return;
      if (part.index < this.#max) this.found.add(part.index);
      else throw new Stop('TOO_LARGE', part, `more than ${this.#max} qubits`, 'Use lower numbers');
    });
  }
}

/** Qubits that a program names by number: those of the circuit with the same number. */
export const hardwareQubitsOf = (
  statements: readonly Statement[],
  max: number,
): ReadonlySet<number> => {
  const qubits = new HardwareQubits(max);
  qubits.statements(statements);
  return qubits.found;
};
