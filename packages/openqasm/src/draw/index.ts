import { fail, ok, validateCircuit, type Circuit, type Result } from '@xdv/domain-model';
import { spellScene, toAsciiLines } from './ascii.ts';
import { listCircuit } from './listing.ts';
import { completeRegisters, layOut, namerOf, type Register, type Scene } from './scene.ts';
import { renderSvg } from './svg.ts';
import { renderText } from './text.ts';

/** What to call the parts of a circuit. {@link Lowered} has both. */
export interface DrawingNames {
  /** Of the qubits, in order; `q[0]`, `q[1]`, … by default. */
  readonly qubits?: readonly string[];
  /** Classical bits that are drawn as one wire; all bits of the result as `c` by default. */
  readonly outputs?: readonly Register[];
}

/** The size of a drawing: beyond it nobody reads it. */
export const DRAWING_LIMITS = { operationsMax: 10_000, wiresMax: 500 } as const;

const scene = (circuit: Circuit, { qubits = [], outputs = [] }: DrawingNames): Result<Scene> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  const { operationsMax, wiresMax } = DRAWING_LIMITS;
  const wires = circuit.qubits + outputs.length;
  if (wires > wiresMax) {
    const message = `a drawing of ${wires} wires; the limit is ${wiresMax}`;
    return fail('CIRCUIT_TOO_LARGE', message, 'Draw a part of the program');
  }
  if (circuit.ops.length > operationsMax) {
    const message = `a drawing of ${circuit.ops.length} operations; the limit is ${operationsMax}`;
    return fail('CIRCUIT_TOO_LARGE', message, 'Draw a part of the program');
  }
  return ok(layOut(circuit, qubits, outputs));
};

export interface TextDrawing extends DrawingNames {
  /** Characters of a line, at least 20; longer circuits go on below. Unlimited by default. */
  readonly width?: number;
  /** Draws with ASCII characters alone, for terminals that have no others. */
  readonly ascii?: boolean;
}

/**
 * A circuit as text with box characters: qubits from top to bottom, then classical registers;
 * conditions and loops between fences. Fails with CIRCUIT_INVALID, or CIRCUIT_TOO_LARGE beyond
 * {@link DRAWING_LIMITS}. Linear in operations times the wires that each spans.
 */
export const drawText = (circuit: Circuit, options: TextDrawing = {}): Result<string> => {
  const laid = scene(circuit, options);
  if (!laid.ok) return laid;
  const { width, ascii = false } = options;
  if (!ascii) return ok(renderText(laid.value, width));
  return ok(toAsciiLines(renderText(spellScene(laid.value), width)));
};

export interface SvgDrawing extends DrawingNames {
  /** What a screen reader says, 'Quantum circuit' by default. */
  readonly title?: string;
}

/**
 * A circuit as an SVG document that follows the reader's light or dark colours, loads nothing and
 * runs nothing. Fails as {@link drawText} does.
 */
export const drawSvg = (circuit: Circuit, options: SvgDrawing = {}): Result<string> => {
  const laid = scene(circuit, options);
  return laid.ok ? ok(renderSvg(laid.value, options.title ?? 'Quantum circuit')) : laid;
};

/**
 * Every operation of a valid circuit as a line of text, control structures indented. Lazy: a line
 * is made when it is asked for.
 */
export const describeOps = (
  circuit: Circuit,
  { qubits = [], outputs = [] }: DrawingNames = {},
): Iterable<string> =>
  listCircuit(circuit, {
    qubitName: (qubit) => qubits[qubit] ?? `q[${qubit}]`,
    nameOf: namerOf(completeRegisters(circuit, outputs)),
  });

export type { Register } from './scene.ts';
