import { InvalidArgumentError, type Command } from 'commander';
import { formatPolicy, POLICY_CATALOGUE, policyParts } from '@xdv/scheduler';
import { POLICY_CASES, runPolicyCases } from '@xdv/scheduler/testing';
import { EXIT } from '../exit-codes.ts';
import { inClosedWorld } from '../policy/closed-world.ts';
import { loadPolicies } from '../policy/load.ts';
import { writeScaffold } from '../policy/scaffold.ts';
import { commandName } from '../platform/home.ts';
import { renderTable } from '../render/table.ts';
import { shellText } from '../schedule/next-step.ts';
import { plainText } from '../render/plain-text.ts';
import { fileName, printJson, type Context } from './context.ts';
import { withQuietConsole } from './quiet-console.ts';

type Done = (code: number) => void;
type Reports = ReturnType<typeof runPolicyCases>;

interface JsonFlag {
  readonly json?: true;
}

const examples = (...commands: readonly string[]): string =>
  `\nExamples:\n${commands.map((command) => `  $ ${command}`).join('\n')}`;

/** A name for a policy and its package. */
const policyName = (text: string): string => {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected up to 64 of a-z, 0-9 and -, beginning with a letter.');
};

interface NewFlags extends JsonFlag {
  readonly out?: string;
}

const addNew = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('new')
    .summary('write a package with a policy, its tests and its conformance')
    .description(
      'Writes a package with a small policy called NAME, a test that runs the conformance cases, ' +
        'and a README. Overwrites nothing.',
    )
    .argument('<name>', 'name of the policy and of the package', policyName)
    .option('--out <dir>', 'folder of the package; NAME unless given')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('xdv policy new short-first', 'xdv policy new mine --out lib/m'))
    .action((name: string, { out = name, json }: NewFlags) => {
      const files = writeScaffold(fileName(context, out), name);
      done(EXIT.ok);
      if (json) return printJson(context, { ok: true, name, files });
      for (const file of files) context.out.line(`wrote ${file}`);
      const module = files.find((file) => file.endsWith('index.ts'))!;
      const next = shellText([commandName(context.io.cwd), 'policy', 'check', module]);
      context.out.line(`\nnext: ${next}`);
    });
};

const print = ({ out }: Context, name: string, reports: Reports): void => {
  const { green, red, dim } = out.style;
  const mark = { passed: green('passed'), failed: red('failed'), declined: dim('declined') };
  const rows = reports.map(({ id, requirement, title, outcome }) => {
    const why = outcome.verdict === 'passed' ? title : outcome.why;
    return [mark[outcome.verdict], id, requirement, plainText(why)];
  });
  out.line(renderTable(['verdict', 'case', 'requirement', 'rule, or why not'], rows));
  out.line();
  const count = (verdict: string): number =>
    reports.filter(({ outcome }) => outcome.verdict === verdict).length;
  const verdict = count('failed') === 0 ? green('ok') : red('not ok');
  const figures = `${count('passed')} passed, ${count('failed')} failed`;
  out.line(`${verdict} ${plainText(name)}: ${figures}, ${count('declined')} declined`);
};

const check = async (context: Context, text: string, json: boolean): Promise<number> => {
  const policy = await loadPolicies(context, text);
  const reports = inClosedWorld(() => runPolicyCases(POLICY_CASES, policy));
  const ok = reports.every(({ outcome }) => outcome.verdict !== 'failed');
  const name = formatPolicy(policy);
  if (json) {
    const cases = reports.map(({ outcome, ...facts }) => ({ ...facts, ...outcome }));
    printJson(context, { ok, policy: name, cases });
  } else print(context, name, reports);
  return ok ? EXIT.ok : EXIT.provider;
};

const addCheck = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('check')
    .summary('run the conformance cases on a policy')
    .description(
      'Runs the conformance cases on POLICY: that it is pure, keeps to the range of weights, ' +
        'leaves the order of requests aside, and decides the same twice. Meanwhile clocks, ' +
        'randomness, timers and the network throw. POLICY is a module that exports one, a name ' +
        'of xdv policy list, or several with + between. Ends with 7 if a case fails.',
    )
    .argument('<policy>', 'a module, such as ./mine.ts, or a name')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'xdv policy check src/index.ts',
        'xdv policy check fair+./mine.ts',
        'xdv policy check mine.ts --json | jq .ok',
      ),
    )
    .action(async (text: string, { json }: JsonFlag) => {
      const work = (): Promise<number> => check(context, text, json === true);
      done(await (json ? withQuietConsole(work) : work()));
    });
};

const addList = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('list')
    .summary('print the policies that there are')
    .description(
      'Prints the policies that are included. A dynamic one weighs whoever waits at each decision.',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('xdv policy list', 'xdv policy list --json | jq .policies'))
    .action(({ json }: JsonFlag) => {
      const rows = POLICY_CATALOGUE.map(({ short, policy, first }) => ({
        name: short,
        policy: formatPolicy(policy),
        dynamic: policyParts(policy).some(({ dynamic }) => dynamic === true),
        first,
      }));
      done(EXIT.ok);
      if (json) return printJson(context, { ok: true, policies: rows });
      const cells = rows.map(({ name, policy, dynamic, first }) => [
        name,
        policy,
        dynamic ? 'dynamic' : '',
        first,
      ]);
      context.out.line(renderTable(['name', 'policy', '', 'goes first'], cells));
    });
};

/** Adds `policy` and its commands. */
export const addPolicy = (program: Command, context: Context, done: Done): void => {
  const parent = program.command('policy').summary('make, check and list scheduling policies');
  parent
    .description('Commands for scheduling policies: what decides who goes first.')
    .addHelpText('after', examples('xdv policy new mine', 'xdv policy check mine/src/index.ts'));
  addNew(parent, context, done);
  addCheck(parent, context, done);
  addList(parent, context, done);
};
