import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { XdvError } from '@xdv/domain-model';
import {
  analyze,
  circuitStatistics,
  describeAll,
  format as formatProgram,
  type CircuitStatistics,
  type QasmDiagnostic,
} from '@xdv/openqasm';
import { describeOps } from '@xdv/openqasm/draw';
import { EXIT } from '../exit-codes.ts';
import type { FileName } from '../platform/file-name.ts';
import { deviceNamed } from '../platform/parts.ts';
import { readText } from '../platform/read-file.ts';
import {
  collectInput,
  fitProgram,
  includeBeside,
  readQasmFile,
  type Inputs,
} from '../program/qasm.ts';
import { renderHistogram } from '../render/histogram.ts';
import { fileName, printJson, type Context } from './context.ts';

type Done = (code: number) => void;

const examples = (...commands: readonly string[]): string =>
  `\nExamples:\n${commands.map((command) => `  $ ${command}`).join('\n')}`;

const indent = (text: string): string => text.replace(/^/gm, '  ');

const printDiagnostic = ({ out }: Context, diagnostic: QasmDiagnostic): void => {
  const { bold, red, yellow } = out.style;
  const { file, line, column, severity, code, message, hint, excerpt } = diagnostic;
  const mark = severity === 'error' ? red : yellow;
  out.line(`${file}:${line}:${column}: ${bold(mark(severity))} ${bold(code)}: ${message}`);
  out.line(indent(excerpt));
  if (hint !== '') out.line(`  ${bold('hint')}: ${hint}`);
};

const diagnose = (file: FileName): readonly QasmDiagnostic[] => {
  const text = readText(file.path, file.name);
  return describeAll(analyze(text, { file: file.name, include: includeBeside(file) }));
};

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

const check = (context: Context, names: readonly string[], json: boolean): number => {
  const found = names.flatMap((name) => diagnose(fileName(context, name)));
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const code = errors === 0 ? EXIT.ok : EXIT.input;
  if (json) {
    printJson(context, { ok: errors === 0, diagnostics: found });
    return code;
  }
  const { out } = context;
  for (const diagnostic of found) printDiagnostic(context, diagnostic);
  const verdict = errors === 0 ? out.style.green('ok') : out.style.red('not ok');
  const warnings = count(found.length - errors, 'warning');
  out.line(`${verdict} ${count(names.length, 'file')}, ${count(errors, 'error')}, ${warnings}`);
  return code;
};

const addCheck = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('check')
    .summary('find what is wrong with programs, without running them')
    .argument('<files...>', 'OpenQASM files')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('xdv qasm check *.qasm', 'xdv qasm check a.qasm --json'))
    .action((names: string[], { json }: { readonly json?: true }) => {
      done(check(context, names, json === true));
    });
};

interface FormatFlags {
  readonly write?: true;
  readonly check?: true;
  readonly json?: true;
}

/** The text of a file in its canonical form. Throws InputError if part of it cannot be read. */
const formatted = (file: FileName): { readonly before: string; readonly after: string } => {
  const before = readText(file.path, file.name);
  const analysis = analyze(before, { file: file.name, include: includeBeside(file) });
  const after = formatProgram(analysis);
  if (after !== null) return { before, after };
  const [first] = describeAll(analysis);
  throw new XdvError({
    code: 'QASM_SYNTAX',
    message: `${file.name}:${first?.line}:${first?.column}: ${first?.message}`,
    hint: 'Only a program that can be read can be formatted: see xdv qasm check',
  });
};

const overwrite = ({ path, name }: FileName, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new XdvError({
      code: 'FILE_UNREADABLE',
      message: `${name} cannot be written: ${(error as Error).message}`,
      hint: 'Check the permissions of the file',
    });
  }
};

const format = (context: Context, names: readonly string[], flags: FormatFlags): number => {
  const { out, io } = context;
  const results = names.map((name) => {
    const file = fileName(context, name);
    const { before, after } = formatted(file);
    if (flags.write && before !== after) overwrite(file, after);
    return { file: name, changed: before !== after, text: after };
  });
  const changed = results.filter((result) => result.changed);
  const code = flags.check && changed.length > 0 ? EXIT.input : EXIT.ok;
  if (flags.json) printJson(context, { ok: code === EXIT.ok, files: results });
  else if (flags.write || flags.check) {
    const what = flags.write ? 'formatted' : 'not formatted';
    for (const { file } of changed) out.line(`${file}: ${what}`);
  } else for (const { text } of results) io.stdout.write(text);
  return code;
};

const addFormat = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('format')
    .summary('print programs in their canonical form')
    .description('Comments, blank lines and the way numbers are written stay.')
    .argument('<files...>', 'OpenQASM files')
    .option('--write', 'write the result to the files instead of printing it')
    .option('--check', 'print which files are not formatted, and end with 3 if there are any')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('xdv qasm format a.qasm', 'xdv qasm format --write *.qasm'))
    .action((names: string[], flags: FormatFlags) => done(format(context, names, flags)));
};

interface LowerFlags {
  readonly input?: Inputs;
  readonly device?: string;
  readonly json?: true;
}

const readProgram = (context: Context, name: string, { input = {}, device }: LowerFlags) => {
  const read = readQasmFile(fileName(context, name), input);
  return device === undefined ? read : fitProgram(read, deviceNamed(device));
};

const addLower = (parent: Command, context: Context, done: Done): void => {
  parent
    .command('lower')
    .summary('print the circuit that a program becomes')
    .description('One operation a line: every definition expanded, every known loop unrolled.')
    .argument('<file>', 'an OpenQASM file')
    .option('--input <name=value>', 'the value of an input; may be repeated', collectInput)
    .option('--device <name>', 'the circuit as this device performs it: its gates, its couplings')
    .option('--json', 'print the circuit as JSON, for any tool that takes a circuit of XDV')
    .addHelpText('after', examples('xdv qasm lower qft.qasm', 'xdv qasm lower a.qasm --json'))
    .action(async (name: string, flags: LowerFlags) => {
      const lowered = readProgram(context, name, flags);
      if (flags.json) printJson(context, { ok: true, ...lowered });
      else await context.out.lines(describeOps(lowered.circuit, lowered));
      done(EXIT.ok);
    });
};

const FIGURES: readonly (readonly [keyof CircuitStatistics, string])[] = [
  ['qubits', 'qubits'],
  ['bits', 'classical bits'],
  ['operations', 'operations'],
  ['depth', 'depth'],
  ['twoQubitGates', 'two-qubit gates'],
  ['tGates', 'T gates'],
  ['measurements', 'measurements'],
  ['resets', 'resets'],
  ['conditions', 'conditions'],
  ['loops', 'loops'],
];

const addStats = (parent: Command, context: Context, done: Done): void => {
  const { out } = context;
  parent
    .command('stats')
    .summary('count gates, depth, measurements and conditions of a program')
    .argument('<file>', 'an OpenQASM file')
    .option('--input <name=value>', 'the value of an input; may be repeated', collectInput)
    .option('--device <name>', 'the circuit as this device performs it: its gates, its couplings')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('xdv qasm stats qft.qasm --device falcon27'))
    .action((name: string, flags: LowerFlags) => {
      const { circuit, version } = readProgram(context, name, flags);
      const found = circuitStatistics(circuit);
      done(EXIT.ok);
      if (flags.json) return printJson(context, { ok: true, version, ...found });
      out.line(`${name}: OpenQASM ${version}`);
      const width = Math.max(...FIGURES.map(([, label]) => label.length));
      for (const [key, label] of FIGURES) {
        if (found[key] !== 0) out.line(`  ${label.padEnd(width)}  ${String(found[key])}`);
      }
      if (found.gates.length === 0) return;
      out.line();
      out.line(renderHistogram(found.gates, { width: out.width, style: out.style, what: 'gates' }));
    });
};

/** Adds `qasm` and its commands. */
export const addQasm = (program: Command, context: Context, done: Done): void => {
  const summary = 'check, format, lower and count OpenQASM programs';
  const parent = program.command('qasm').summary(summary);
  parent
    .description(`Commands that ${summary}.`)
    .addHelpText('after', examples('xdv qasm check *.qasm', 'xdv qasm stats qft.qasm'));
  addCheck(parent, context, done);
  addFormat(parent, context, done);
  addLower(parent, context, done);
  addStats(parent, context, done);
};
