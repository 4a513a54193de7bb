import type { MeasureStep } from './compile.ts';

/** Bits that keep their distance on the way from a basis state to a word of outcomes. */
export interface Field {
  readonly word: number;
  /** Bits of the word that are written. */
  readonly erase: number;
  /** Bits of the basis state, to be rotated left by `turn`. */
  readonly take: number;
  readonly turn: number;
}

/** How final measurements copy a basis state into words: measuring all qubits is one field. */
export const fieldsOf = (tail: readonly MeasureStep[]): readonly Field[] => {
  const fields = new Map<string, Field>();
  for (const { slot, bit } of tail) {
    const word = bit >>> 5;
    // a qubit that nothing ever touched is read as 0
    const turn = slot < 0 ? 0 : ((bit & 31) - slot) & 31;
    const key = `${word},${turn}`;
    const field = fields.get(key) ?? { word, erase: 0, take: 0, turn };
    fields.set(key, {
      ...field,
      erase: field.erase | (1 << (bit & 31)),
      take: slot < 0 ? field.take : field.take | (1 << slot),
    });
  }
  return [...fields.values()];
};
