import type { SlotGate } from '../engine/state.ts';
import { Structure, type Entry, type Program, type ProgramOptions } from './program.ts';

/** Structures that are kept: the least recently used one goes first. */
const STRUCTURES_MAX = 64;

const structures = new Map<string, Structure>();

const keyOf = (
  gates: readonly SlotGate[],
  { places, live }: Entry,
  { shape, wide, shared, fused, generic, state }: ProgramOptions,
): string => {
  const { qubits, laneQubits, blockQubits, chunkQubits, tileQubits } = shape;
  const sizes = [qubits, laneQubits, blockQubits, chunkQubits, tileQubits, state, live];
  const flags = [wide, shared, fused, generic].map(Number);
  let key = `${sizes.join()};${flags.join('')};${places.join()}`;
  for (const { gate, targets, controls } of gates) {
    key += `;${gate} ${targets.join()} ${controls.join()}`;
  }
  return key;
};

/**
 * The program of gates from `entry`. Planning and code are shared by all lists of the same gates
 * on the same qubits, whatever their angles; what a program computes never depends on what was
 * made before it.
 */
export const programOf = (
  gates: readonly SlotGate[],
  entry: Entry,
  options: ProgramOptions,
): Program => {
  const key = keyOf(gates, entry, options);
  let structure = structures.get(key);
  if (structure === undefined) {
    structure = new Structure(gates, entry, options);
    const oldest = structures.keys().next();
    if (structures.size >= STRUCTURES_MAX && !oldest.done) structures.delete(oldest.value);
  } else {
    structures.delete(key);
  }
  structures.set(key, structure);
  return structure.bind(gates);
};
