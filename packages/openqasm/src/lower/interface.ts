import { CIRCUIT_LIMITS, invariant } from '@xdv/domain-model';
import type { Analysis } from '../analysis/analysis.ts';
import type { Name, Statement } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { ArrayType, ScalarType, Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';
import { countOf, storedWidth } from './abstract.ts';
import { hardwareQubitsOf } from './hardware.ts';
import { describeInput, valueFrom } from './inputs.ts';
import type { Output } from './lowered.ts';
import type { LowerOptions } from './options.ts';
import { Stop } from './stop.ts';

/** Bits of the circuit that an output has. */
interface OutputBits {
  readonly at: number;
  readonly width: number;
}

/** How a program and its circuit correspond: found before anything is lowered. */
export interface Interface {
  /** The qubits of each declaration, by the id of its name. */
  readonly registers: ReadonlyMap<number, readonly number[]>;
  readonly qubits: readonly string[];
  /** By the id of the name. */
  readonly outputs: ReadonlyMap<number, OutputBits>;
  readonly described: readonly Output[];
  /** Bits of all outputs. */
  readonly bits: number;
  readonly inputs: ReadonlyMap<string, Value>;
}

/** Statements outside of every block, those of included files in their place. */
const globalStatements = (
  { included }: Analysis,
  statements: readonly Statement[],
): readonly Statement[] =>
  statements.flatMap((statement) => {
    const program = statement.kind === 'include' ? included.get(statement.start) : undefined;
    if (program === undefined) return [statement];
    return globalStatements({ included } as Analysis, program.statements);
  });

const typeOf = ({ symbols }: Analysis, { id, text }: Name): Type => {
  const symbol = symbols[id];
  invariant(symbol !== undefined, 'a declaration without a meaning', text);
  return symbol.type;
};

/** Numbers for declared qubits in order, leaving out those that the program names itself. */
const numberQubits = (analysis: Analysis, statements: readonly Statement[]) => {
  const { qubitsMax } = CIRCUIT_LIMITS;
  const hardware = hardwareQubitsOf(statements, qubitsMax);
  const names: string[] = [];
  for (const qubit of hardware) names[qubit] = `$${qubit}`;
  const registers = new Map<number, readonly number[]>();
  let next = 0;
  for (const statement of statements) {
    if (statement.kind !== 'qubits') continue;
    const { name } = statement;
    const type = typeOf(analysis, name);
    const size = type.kind === 'qubit' ? type.size : null;
    const qubits: number[] = [];
    while (qubits.length < (size ?? 1)) {
      if (next >= qubitsMax) {
        const message = `more than ${qubitsMax} qubits`;
        throw new Stop('TOO_LARGE', statement, message, 'Use fewer');
      }
      if (!hardware.has(next)) {
        names[next] = size === null ? name.text : `${name.text}[${qubits.length}]`;
        qubits.push(next);
      }
      next++;
    }
    registers.set(name.id, qubits);
  }
  // numbers below a hardware qubit that nothing uses
  const qubits = Array.from({ length: Math.max(1, names.length) }, (_, q) => names[q] ?? `$${q}`);
  return { registers, qubits };
};

/** What the program declares as its output, or else its bits. */
const outputNames = (analysis: Analysis, statements: readonly Statement[]): readonly Name[] => {
  const declared = statements.flatMap((statement) =>
    statement.kind === 'io' && statement.direction === 'output' ? [statement.name] : [],
  );
  if (declared.length > 0) return declared;
  return statements.flatMap((statement) => {
    if (statement.kind !== 'variable' || statement.constant) return [];
    return typeOf(analysis, statement.name).kind === 'bit' ? [statement.name] : [];
  });
};

const placeOutputs = (analysis: Analysis, statements: readonly Statement[]) => {
  const outputs = new Map<number, OutputBits>();
  const described: Output[] = [];
  let bits = 0;
  for (const name of outputNames(analysis, statements)) {
    const type = typeOf(analysis, name) as ScalarType | ArrayType;
    const one = storedWidth(type);
    if (one === null) {
      const message = `the time ${name.text} is no output of a circuit`;
      throw new Stop('RUNTIME_UNSUPPORTED', name, message, 'Divide it by a unit of time');
    }
    const width = one * countOf(type);
    outputs.set(name.id, { at: bits, width });
    described.push({ name: name.text, type, at: bits, width });
    bits += width;
    const { bitsMax } = CIRCUIT_LIMITS;
    if (bits > bitsMax) {
      throw new Stop('TOO_LARGE', name, `outputs of more than ${bitsMax} bits`, 'Use fewer');
    }
  }
  return { outputs, described, bits };
};

const inputNames = (statements: readonly Statement[]): readonly Name[] =>
  statements.flatMap((statement) =>
    statement.kind === 'io' && statement.direction === 'input' ? [statement.name] : [],
  );

/** The value of each input. Fails with all that are missing at once. */
const takeInputs = (
  analysis: Analysis,
  statements: readonly Statement[],
  { inputs = {} }: LowerOptions,
): ReadonlyMap<string, Value> => {
  const names = inputNames(statements);
  const missing = names.filter(({ text }) => !Object.hasOwn(inputs, text));
  if (missing.length > 0) {
    const list = missing.map((name) => `${showType(typeOf(analysis, name))} ${name.text}`);
    const hint = `Give inputs: { ${missing.map(({ text }) => `${text}: ...`).join(', ')} }`;
    const message = `inputs without a value: ${list.join(', ')}`;
    throw new Stop('INPUT_MISSING', missing[0]!, message, hint);
  }
  return new Map(
    names.map((name) => {
      const type = typeOf(analysis, name);
      const value = valueFrom(inputs[name.text], type);
      if (value !== null) return [name.text, value];
      const message = `the value of input ${name.text} does not fit`;
      throw new Stop('INPUT_INVALID', name, message, `Give ${describeInput(type)}`);
    }),
  );
};

export const interfaceOf = (analysis: Analysis, options: LowerOptions): Interface => {
  const statements = globalStatements(analysis, analysis.program.statements);
  return {
    ...numberQubits(analysis, statements),
    ...placeOutputs(analysis, statements),
    inputs: takeInputs(analysis, statements, options),
  };
};
