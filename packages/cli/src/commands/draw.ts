import type { Command } from 'commander';
import { XdvError } from '@xdv/domain-model';
import { drawSvg, drawText } from '@xdv/openqasm/draw';
import { EXIT } from '../exit-codes.ts';
import { deviceNamed } from '../platform/parts.ts';
import { collectInput, fitProgram, readQasmFile, type Inputs } from '../program/qasm.ts';
import { integer } from './arguments.ts';
import { fileName, printJson, type Context } from './context.ts';

interface DrawFlags {
  readonly svg?: true;
  readonly width?: number;
  readonly input?: Inputs;
  readonly device?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ xdv draw bell.qasm
  $ xdv draw ansatz.qasm --input theta=0.5   give a value to an input
  $ xdv draw bell.qasm --width 200 | less -S
  $ xdv draw bell.qasm --device falcon27     as a device with few couplings performs it
  $ xdv draw bell.qasm --svg > bell.svg`;

const drawFile = ({ io, out, ...rest }: Context, name: string, flags: DrawFlags): void => {
  const context = { io, out, ...rest };
  const read = readQasmFile(fileName(context, name), flags.input ?? {});
  const fitted = flags.device === undefined ? read : fitProgram(read, deviceNamed(flags.device));
  const { circuit, qubits, outputs } = fitted;
  const { width = out.width } = flags;
  const drawn = flags.svg
    ? drawSvg(circuit, { qubits, outputs, title: name })
    : drawText(circuit, { qubits, outputs, width, ascii: !out.unicode });
  if (!drawn.ok) throw new XdvError(drawn.fault);
  if (flags.json) return printJson(context, { ok: true, drawing: drawn.value });
  // a picture is the same on every terminal
  if (flags.svg) io.stdout.write(drawn.value);
  else out.line(drawn.value.trimEnd());
};

/** Adds `draw`. */
export const addDraw = (program: Command, context: Context, done: (code: number) => void): void => {
  program
    .command('draw')
    .summary('draw the circuit of an OpenQASM program')
    .description(
      'Draws what FILE, an OpenQASM 2 or 3 program, runs on a device: qubits from top to bottom, ' +
        'then classical registers; conditions and loops between fences.',
    )
    .argument('<file>', 'an OpenQASM file')
    .option('--svg', 'print an SVG document instead of text')
    .option('--width <n>', 'characters of a line (as wide as the terminal)', integer(20, 1e6))
    .option('--input <name=value>', 'the value of an input; may be repeated', collectInput)
    .option('--device <name>', 'draw it as this device performs it')
    .option('--json', 'print one JSON document with the drawing')
    .addHelpText('after', EXAMPLES)
    .action((name: string, flags: DrawFlags) => {
      drawFile(context, name, flags);
      done(EXIT.ok);
    });
};
