import { Issues } from '../../src/diagnostics/issues.ts';
import { SourceMap } from '../../src/diagnostics/source-map.ts';
import type {
  ClassicalDeclaration,
  IoDeclaration,
  Program,
  Statement,
} from '../../src/syntax/ast.ts';
import { parse } from '../../src/syntax/parse.ts';
import { evaluate, placeOf } from './expressions.ts';
import { LIBRARY } from './library.ts';
import { Machine, everyWay, type Way } from './machine.ts';
import type { Amplitude, Matrix } from './matrix.ts';
import { run, runBlock } from './statements.ts';
import { packed, type Datum } from './values.ts';
import { Leave, Scope, type World } from './world.ts';

/** Reads a program that has no errors. */
export const read = (text: string): Program => {
  const issues = new Issues();
  const program = parse(new SourceMap().add('program.qasm', text), issues, { ids: { next: 0 } });
  const [first] = issues.list;
  if (first !== undefined) throw new SyntaxError(`${first.code}: ${first.message}\n${text}`);
  return program;
};

const LIBRARY_TREE = read(LIBRARY);

/** What a program does, exactly. */
export interface Meaning {
  /** Probability of each outcome: all outputs, bit 0 of the first one rightmost. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The state at the end, if nothing was measured or reset, by the name of each qubit. */
  readonly state: readonly Amplitude[] | null;
  readonly qubits: readonly string[];
}

const isOutput = (s: Statement): s is IoDeclaration => s.kind === 'io' && s.direction === 'output';

/** Declares a bit, or a register of them, that is given out where there are no outputs. */
const isBits = (s: Statement): s is ClassicalDeclaration =>
  s.kind === 'variable' && !s.constant && s.type.kind === 'scalar' && s.type.name === 'bit';

/** What is given out, in order: of what was not reached before an `end`, zeros. */
const outcomeOf = (world: World, { statements }: Program): string => {
  const outputs = statements.filter((s) => isOutput(s));
  const shown = outputs.length > 0 ? outputs : statements.filter((s) => isBits(s));
  const parts = shown.map((s) => {
    const found = world.globals.find(s.name.text);
    if (found?.is !== 'place') {
      run(world, world.globals, { ...s, initial: null } as Statement);
    }
    return packed(world.globals.place(s.name.text).get()).toReversed().join('');
  });
  return parts.toReversed().join('');
};

const FUEL = 10_000;

const runOnce = (
  way: Way,
  program: Program,
  library: Program,
  inputs: ReadonlyMap<string, Datum>,
  gates: Map<string, Matrix>,
): World => {
  const globals = new Scope(null);
  const machine = new Machine(way);
  const real = program.version?.major === 2;
  const world: World = {
    machine,
    globals,
    inputs,
    gates,
    real,
    fuel: FUEL,
    evaluate: (scope, e) => evaluate(world, scope, e),
    placeOf: (scope, e) => placeOf(world, scope, e),
    runBlock: (scope, block) => runBlock(world, scope, block),
  };
  try {
    for (const statement of [...library.statements, ...program.statements]) {
      run(world, globals, statement);
    }
  } catch (leave) {
    if (!(leave instanceof Leave) || leave.how !== 'end') throw leave;
  }
  return world;
};

export interface OracleOptions {
  readonly inputs?: ReadonlyMap<string, Datum>;
  /** Ways through the program, at most. */
  readonly waysMax?: number;
}

/** Runs a program along every way of its outcomes. Throws what has no value. */
export const meaningOf = (program: Program, options: OracleOptions = {}): Meaning => {
  const { inputs = new Map<string, Datum>(), waysMax = 4096 } = options;
  const gates = new Map<string, Matrix>();
  const ways = everyWay(waysMax, (way) => runOnce(way, program, LIBRARY_TREE, inputs, gates));
  const outcomes = new Map<string, number>();
  for (const [way, world] of ways) {
    const key = outcomeOf(world, program);
    outcomes.set(key, (outcomes.get(key) ?? 0) + way.probability);
  }
  const { machine } = ways[0]![1];
  const state = machine.unitary ? machine.state : null;
  return { outcomes, state, qubits: machine.names };
};
