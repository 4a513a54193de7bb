export { readQasm, type QasmProgram, type ReadQasmOptions } from './read.ts';
export type { QasmDiagnostic, QasmFault } from './diagnostics.ts';
export type { QasmRegister } from './lowering.ts';
export { QASM_LIMITS } from './limits.ts';
