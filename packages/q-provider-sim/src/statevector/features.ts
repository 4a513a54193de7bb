import { FunctionWriter, V128, hostWasm, op, writeModule } from '@xdv/wasm';

let fused: boolean | null = null;

/** Whether the host has relaxed multiply-add, probed once by a module of one instruction. */
export const hasFusedMultiply = (): boolean => {
  if (fused !== null) return fused;
  const probe = new FunctionWriter([V128], [V128]).get(0).get(0).get(0).simd(op.F64X2_RELAXED_MADD);
  fused = hostWasm()?.validate(writeModule([probe], {}, { shared: false, wide: false })) ?? false;
  return fused;
};
