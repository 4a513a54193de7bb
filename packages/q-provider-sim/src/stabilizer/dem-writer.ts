import type { DetectorErrorModel } from './error-model.ts';

/** The highest symptom of any mechanism in [from, to); -1 if there is none. */
const highest = ({ symptoms }: DetectorErrorModel, from: number, to: number): number => {
  let found = -1;
  for (const symptom of symptoms) {
    if (symptom >= from && symptom < to && symptom > found) found = symptom;
  }
  return found;
};

const declared = (model: DetectorErrorModel): readonly string[] => {
  const { detectors, observables, coordinates } = model;
  const lines: string[] = [];
  for (const [d, place] of (coordinates ?? []).entries()) {
    lines.push(place.length > 0 ? `detector(${place.join(', ')}) D${d}` : `detector D${d}`);
  }
  // the highest index tells the reader how many there are
  const last = detectors - 1;
  if (coordinates === null && highest(model, 0, detectors) < last) lines.push(`detector D${last}`);
  const end = detectors + observables - 1;
  if (observables > 0 && highest(model, detectors, end + 1) < end) {
    lines.push(`logical_observable L${observables - 1}`);
  }
  return lines;
};

/**
 * The model in Stim's text format for detector error models: `error(p) D0 D1 L0` per mechanism,
 * then `detector` with coordinates, and what is needed so that the numbers of detectors and
 * observables survive. Probabilities are written to the last bit. Time ∝ size of the model.
 */
export const writeErrorModel = (model: DetectorErrorModel): string => {
  const { detectors, probabilities, offsets, symptoms } = model;
  const lines: string[] = [];
  for (const [k, probability] of probabilities.entries()) {
    let line = `error(${probability})`;
    for (let i = offsets[k]!; i < offsets[k + 1]!; i++) {
      const symptom = symptoms[i]!;
      line += symptom < detectors ? ` D${symptom}` : ` L${symptom - detectors}`;
    }
    lines.push(line);
  }
  return [...lines, ...declared(model), ''].join('\n');
};
