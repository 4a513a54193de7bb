import { op } from '@xdv/wasm';

/** Arithmetic on vectors of four float32 and of two float64. */
export const ARITHMETIC = {
  narrow: { add: op.F32X4_ADD, subtract: op.F32X4_SUB, multiply: op.F32X4_MUL },
  wide: { add: op.F64X2_ADD, subtract: op.F64X2_SUB, multiply: op.F64X2_MUL },
} as const;
