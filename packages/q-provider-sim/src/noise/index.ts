export {
  CHANNEL_LIMITS,
  type Channel,
  type DampingChannel,
  type DepolarizingChannel,
  type KrausChannel,
  type PauliChannel,
  type PauliTerm,
  type ResetChannel,
} from './channel.ts';
export {
  amplitudeDamping,
  bitFlip,
  depolarizing,
  kraus,
  pauli,
  phaseDamping,
  phaseFlip,
  thermalRelaxation,
} from './channels.ts';
export { krausOf } from './kraus-of.ts';
export {
  NOISELESS,
  noiseFromCalibration,
  noiseModel,
  type CrosstalkNoise,
  type Durations,
  type GateNoise,
  type IdleNoise,
  type NoiseModel,
  type NoiseParts,
  type PairTime,
  type QubitNoise,
  type ReadoutNoise,
} from './model.ts';
