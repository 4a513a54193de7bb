import { readFile } from 'node:fs/promises';
import {
  type Circuit,
  type CountsResult,
  type DomainProvider,
  type JobId,
  type QAllocate,
  type QMeasure,
  type QRun,
  type RegionId,
  type Result,
  type RunRequest,
  unwrap,
} from '@xdv/domain-model';
import { createQSharpProvider, type QSharpProviderOptions } from '../src/index.ts';

/** The library's module, from where the package manager put it. */
export const wasm = (): Promise<Uint8Array<ArrayBuffer>> =>
  readFile(new URL('../lib/web/qsc_wasm_bg.wasm', import.meta.resolve('qsharp-lang')));

const job = 1 as JobId;
export const region = 1 as RegionId;

export const start = async (
  options: Omit<QSharpProviderOptions, 'wasm'> = {},
): Promise<DomainProvider> => {
  const provider = createQSharpProvider({ wasm, ...options });
  unwrap(await provider.init());
  return provider;
};

export const run = (circuit: Circuit, shots: number, fields: Partial<QRun> = {}): QRun => ({
  kind: 'q.run',
  job,
  resource: 'qsharp',
  seed: 1,
  circuit,
  shots,
  ...fields,
});

export const allocate = (qubits: number, fields: Partial<QAllocate> = {}): QAllocate => ({
  kind: 'q.allocate',
  job,
  resource: 'qsharp',
  seed: 1,
  region,
  qubits,
  ...fields,
});

export const apply = (circuit: Circuit): RunRequest => ({ kind: 'q.apply', job, region, circuit });

export const measure = (...qubits: number[]): QMeasure => ({
  kind: 'q.measure',
  job,
  region,
  qubits,
});

export const codeOf = (result: Result<unknown>): string =>
  result.ok ? 'ok' : result.fault.code;

/** Counts of a job that must succeed. */
export const count = async (
  provider: DomainProvider,
  request: QRun,
): Promise<CountsResult> => {
  const value = unwrap(await provider.execute(request));
  if (value.kind !== 'counts') throw new Error(`a job was answered with ${value.kind}`);
  return value;
};

/** Share of shots with this outcome, in standard errors from `probability`. */
export const deviation = (
  { counts, shots }: CountsResult,
  outcome: string,
  probability: number,
): number => {
  const hits = counts.find(([name]) => name === outcome)?.[1] ?? 0;
  const spread = Math.sqrt(shots * probability * (1 - probability));
  const off = Math.abs(hits - shots * probability);
  return off === 0 ? 0 : off / spread;
};
