import { show } from '@xdv/domain-model';

/**
 * Overlapping Allan deviation of the relative frequency from phases, in rad and unwrapped, sampled
 * every `sampleNs` at a carrier of `carrierHz`, over averages of `factor` samples. RangeError
 * unless there are more than 2 `factor` phases. Time ∝ phases. Source: Riley, NIST SP 1065 (2008),
 * 5.2.5.
 */
export const estimateAllanDeviation = (
  phases: Float64Array,
  options: { readonly sampleNs: number; readonly carrierHz: number; readonly factor: number },
): number => {
  const { sampleNs, carrierHz, factor } = options;
  if (!Number.isSafeInteger(factor) || factor < 1 || phases.length <= 2 * factor) {
    const most = Math.floor((phases.length - 1) / 2);
    throw new RangeError(`allan factor must be 1 to ${most}, got ${show(factor)}`);
  }
  for (const [name, value] of [['sampleNs', sampleNs], ['carrierHz', carrierHz]] as const) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new RangeError(`allan ${name} must be a positive number, got ${show(value)}`);
  }
  const terms = phases.length - 2 * factor;
  let sum = 0;
  for (let i = 0; i < terms; i++) {
    const bend = phases[i + 2 * factor]! - 2 * phases[i + factor]! + phases[i]!;
    sum += bend * bend;
  }
  const tau = (factor * sampleNs) / 1e9;
  return Math.sqrt(sum / (2 * terms)) / (2 * Math.PI * carrierHz * tau);
};
