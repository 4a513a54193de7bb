import { Command, CommanderError } from 'commander';
import { InvariantError, XdvError } from '@xdv/domain-model';
import { createContext, printJson, type Context } from './commands/context.ts';
import { addDraw } from './commands/draw.ts';
import { addPolicy } from './commands/policy.ts';
import { addQasm } from './commands/qasm.ts';
import { addReplay } from './commands/replay.ts';
import { addRun } from './commands/run.ts';
import { addSchedule } from './commands/schedule.ts';
import { addSolve } from './commands/solve.ts';
import { addTrace } from './commands/trace.ts';
import { addVerify } from './commands/verify.ts';
import { addVersion } from './commands/version.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import type { Io } from './io.ts';
import { InputError } from './program/input-error.ts';
import { printFault } from './render/fault.ts';
import { refusalToJson } from './report.ts';
import { installTraps } from './traps.ts';

const DESCRIPTION =
  'XDV runs programs that compute in three domains at once: K (classical code), Q (quantum ' +
  'circuits) and Φ (coherent hardware). Every run leaves a trace to verify and to replay.';

const AFTER = `
Examples:
  $ xdv run examples/max-cut.ts
  $ xdv solve G22.txt --time 30s
  $ xdv replay max-cut.xdv
  $ xdv trace max-cut.xdv --timeline
  $ xdv schedule simulate --generate lublin --policy fcfs,sjf

Exit codes: 0 done, 2 wrong command, 3 malformed input, 4 the program failed, 5 not authorized,
6 does not fit, 7 provider failed, 8 trace damaged or diverging, 70 bug, 130 interrupted`;

const createProgram = (context: Context, done: (code: number) => void): Command => {
  const { io, out, err } = context;
  const program = new Command('xdv')
    .description(DESCRIPTION)
    .addHelpText('after', AFTER)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.line(text.trimEnd()),
      writeErr: (text) => err.line(text.trimEnd()),
      getOutHelpWidth: () => Math.min(100, out.width),
      getErrHelpWidth: () => Math.min(100, err.width),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text) => {
        const message = text.trim().replace(/^error: /, '').replace(/\s+/g, ' ');
        const hint = 'See what there is with xdv --help, or xdv <command> --help';
        printFault(err, { code: 'ARGUMENT_INVALID', message, hint }, { cwd: io.cwd });
      },
    });
  addRun(program, context, done);
  addSolve(program, context, done);
  addReplay(program, context, done);
  addVerify(program, context, done);
  addTrace(program, context, done);
  addDraw(program, context, done);
  addPolicy(program, context, done);
  addQasm(program, context, done);
  addSchedule(program, context, done);
  addVersion(program, context, done);
  return program;
};

/** What was thrown, as an exit code, said on stderr. */
const explain = ({ io, err, ...rest }: Context, error: unknown, json: boolean): number => {
  // commander has printed what it had to
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof XdvError) {
    const excerpts = error instanceof InputError ? error.excerpts : [];
    const details = { excerpts, cwd: io.cwd };
    printFault(err, error.fault, details);
    if (json) printJson({ io, err, ...rest }, refusalToJson(error.fault, details));
    return exitCodeOf(error.fault);
  }
  const what = error instanceof InvariantError ? error.message : String(error);
  err.line(`error INTERNAL: ${what}`);
  if (error instanceof Error && error.stack) err.line(error.stack);
  err.line('hint: this is a bug in XDV; report it with the command and the file');
  return EXIT.internal;
};

/**
 * The command line: `argv` is what comes after the command's name. Gives the exit code, which is
 * stable (see {@link EXIT}); never throws. Results go to `io.stdout`, all else to `io.stderr`.
 */
export const main = async (argv: readonly string[], io: Io): Promise<number> => {
  installTraps();
  const context = createContext(io);
  let code: number = EXIT.ok;
  try {
    const program = createProgram(context, (result) => {
      code = result;
    });
    await program.parseAsync([...(argv.length > 0 ? argv : ['help'])], { from: 'user' });
    return code;
  } catch (error) {
    return explain(context, error, argv.includes('--json'));
  }
};
