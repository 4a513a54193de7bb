import type { Circuit } from '@xdv/domain-model';
import { fourier, isingChain, rd84 } from './circuits.ts';

export interface Published {
  readonly name: string;
  readonly circuit: Circuit;
  /** Swaps: a third of the additional gates in table II of Li, Ding and Xie (2019). */
  readonly sabre: number;
  /** Qiskit's implementation of Zou et al. (2024), 20 layouts of 20 routes, where reported. */
  readonly lightSabre?: number;
}

/** Circuits of the SABRE paper on IBM Q20 Tokyo. */
export const PUBLISHED: readonly Published[] = [
  { name: 'qft_10', circuit: fourier(10), sabre: 18, lightSabre: 12 },
  { name: 'qft_13', circuit: fourier(13), sabre: 31 },
  { name: 'qft_16', circuit: fourier(16), sabre: 62, lightSabre: 44 },
  { name: 'qft_20', circuit: fourier(20), sabre: 124 },
  { name: 'rd84_142', circuit: rd84(), sabre: 35, lightSabre: 34 },
  { name: 'ising_model_10', circuit: isingChain(10, 5), sabre: 0, lightSabre: 0 },
  { name: 'ising_model_13', circuit: isingChain(13, 5), sabre: 0, lightSabre: 0 },
  { name: 'ising_model_16', circuit: isingChain(16, 5), sabre: 0, lightSabre: 0 },
];
