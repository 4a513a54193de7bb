import type { Command } from 'commander';
import { verifyTrace, type Verification } from '@xdv/replay';
import { EXIT } from '../exit-codes.ts';
import { platformHasher } from '../platform/hasher.ts';
import { readTraceBytes } from '../platform/read-file.ts';
import { printFault } from '../render/fault.ts';
import { hexHead } from './arguments.ts';
import { fileName, printJson, type Context } from './context.ts';

interface VerifyFlags {
  readonly head?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ xdv verify max-cut.xdv
  $ xdv verify max-cut.xdv --head 3f0c…      also check that it is the run you know
  $ xdv verify max-cut.xdv --json | jq .ok`;

const counts = ({ blocks, events }: Verification): string =>
  `${blocks} ${blocks === 1 ? 'block' : 'blocks'}, ${events} events`;

const print = ({ out, err, io }: Context, name: string, found: Verification): void => {
  if (found.ok) {
    out.line(`${out.style.green('ok')} ${name}: ${counts(found)}`);
    out.line(`head ${found.head}`);
    return;
  }
  for (const problem of found.problems) printFault(err, problem, { cwd: io.cwd });
  const { validBytes, head, sealed } = found;
  out.line(`${out.style.red('not ok')} ${name}: ${found.problems.length} problem(s)`);
  if (sealed) out.line(`head ${head}, ${counts(found)}`);
  else if (head !== '') {
    out.line(`longest intact prefix: ${counts(found)}, ${validBytes} bytes, head ${head}`);
  } else out.line('nothing before the damage is intact');
};

/** Adds `verify`. */
export const addVerify = (
  program: Command,
  context: Context,
  done: (code: number) => void,
): void => {
  program
    .command('verify')
    .summary('check that a trace is whole, unchanged and consistent')
    .description(
      'Checks the hash chain of TRACE, every entry, and the rules that every kernel keeps, ' +
        'without running anything. Ends with 8 if anything is wrong.',
    )
    .argument('<trace>', 'a trace file')
    .option('--head <hex>', 'the head that the trace must have', hexHead)
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((name: string, { head, json }: VerifyFlags) => {
      const bytes = readTraceBytes(fileName(context, name));
      const found = verifyTrace(bytes, platformHasher, { head });
      if (json) printJson(context, found);
      else print(context, name, found);
      done(found.ok ? EXIT.ok : EXIT.trace);
    });
};
