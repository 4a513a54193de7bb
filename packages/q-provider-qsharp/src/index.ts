export { createQSharpProvider, type QSharpProviderOptions } from './provider.ts';
export { QSHARP_DEVICE, QSHARP_NOISY_DEVICE } from './devices.ts';
export { CONTAINERS_MAX } from './service.ts';
export { OPS_MAX, WORK_MAX } from './work.ts';
export type { WasmBytes } from './engine.ts';
