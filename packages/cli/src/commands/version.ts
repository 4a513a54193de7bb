import type { Command } from 'commander';
import { TRACE_VERSION } from '@xdv/replay';
import { KERNEL_VERSION } from 'xdv-kernel';
import { EXIT } from '../exit-codes.ts';
import { CLI_VERSION } from '../platform/home.ts';
import { printJson, type Context } from './context.ts';

const EXAMPLES = `
Examples:
  $ xdv version
  $ xdv version --json`;

/** Adds `version`. */
export const addVersion = (
  program: Command,
  context: Context,
  done: (code: number) => void,
): void => {
  program
    .command('version')
    .summary('print the versions of what runs here')
    .description('Prints the versions of the command line, the kernel, the trace format and Node.')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(({ json }: { readonly json?: true }) => {
      const versions = {
        xdv: CLI_VERSION,
        kernel: KERNEL_VERSION,
        traceFormat: TRACE_VERSION,
        node: process.versions.node,
      };
      if (json) printJson(context, versions);
      else {
        const { xdv, kernel, traceFormat, node } = versions;
        context.out.line(`xdv ${xdv}`);
        context.out.line(`kernel ${kernel}, trace format ${traceFormat}, Node ${node}`);
      }
      done(EXIT.ok);
    });
};
