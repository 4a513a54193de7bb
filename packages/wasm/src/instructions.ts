// Instructions by their names in the specification (WebAssembly 3.0, section 5.4). Those of vectors
// follow VECTOR_PREFIX: `FunctionWriter.simd` writes it, and `access` if told.

// control and locals
export const BLOCK = 0x02;
export const LOOP = 0x03;
export const IF = 0x04;
export const ELSE = 0x05;
export const END = 0x0b;
export const BR = 0x0c;
export const BR_IF = 0x0d;
export const CALL = 0x10;
export const DROP = 0x1a;
export const SELECT = 0x1b;
export const LOCAL_GET = 0x20;
export const LOCAL_SET = 0x21;
export const LOCAL_TEE = 0x22;

// memory
export const I32_LOAD = 0x28;
export const I64_LOAD = 0x29;
export const F32_LOAD = 0x2a;
export const F64_LOAD = 0x2b;
export const I32_LOAD16_S = 0x2e;
export const I32_LOAD16_U = 0x2f;
export const I32_STORE = 0x36;
export const I64_STORE = 0x37;
export const F32_STORE = 0x38;
export const I32_STORE16 = 0x3b;

// constants
export const I32_CONST = 0x41;
export const I64_CONST = 0x42;
export const F32_CONST = 0x43;
export const F64_CONST = 0x44;

// comparisons
export const I32_EQZ = 0x45;
export const I32_EQ = 0x46;
export const I32_LT_S = 0x48;
export const I32_LT_U = 0x49;
export const I32_LE_S = 0x4c;
export const I32_GE_U = 0x4f;
export const I64_LT_U = 0x54;
export const F32_LT = 0x5d;

// arithmetic
export const I32_CTZ = 0x68;
export const I32_ADD = 0x6a;
export const I32_SUB = 0x6b;
export const I32_MUL = 0x6c;
export const I32_DIV_U = 0x6e;
export const I32_AND = 0x71;
export const I32_OR = 0x72;
export const I32_SHL = 0x74;
export const I32_SHR_S = 0x75;
export const I32_SHR_U = 0x76;
export const I64_ADD = 0x7c;
export const I64_SUB = 0x7d;
export const I64_MUL = 0x7e;
export const I64_AND = 0x83;
export const I64_OR = 0x84;
export const I64_XOR = 0x85;
export const I64_SHL = 0x86;
export const I64_SHR_U = 0x88;
export const F32_ADD = 0x92;
export const F32_SUB = 0x93;
export const F32_MUL = 0x94;
export const F32_COPYSIGN = 0x98;
export const F64_FLOOR = 0x9c;
export const F64_MUL = 0xa2;
export const F64_MIN = 0xa4;
export const I32_WRAP_I64 = 0xa7;
export const I32_TRUNC_F64_S = 0xaa;
export const I64_EXTEND_I32_U = 0xad;

// what numbers follow: bulk memory and vectors
export const BULK_PREFIX = 0xfc;
export const MEMORY_COPY = 0x0a;
export const VECTOR_PREFIX = 0xfd;

// vectors: memory
export const V128_LOAD = 0x00;
export const V128_LOAD8X8_S = 0x01;
export const V128_LOAD16X4_S = 0x03;
export const V128_LOAD32_SPLAT = 0x09;
export const V128_STORE = 0x0b;
export const V128_LOAD64_ZERO = 0x5d;

// vectors: lanes
export const I8X16_SHUFFLE = 0x0d;
export const I8X16_SWIZZLE = 0x0e;
export const I8X16_SPLAT = 0x0f;
export const I16X8_SPLAT = 0x10;
export const I32X4_SPLAT = 0x11;
export const F32X4_SPLAT = 0x13;
export const I32X4_EXTRACT_LANE = 0x1b;

// vectors: comparisons and bits
export const I16X8_LE_S = 0x33;
export const I32X4_LE_S = 0x3d;
export const F32X4_EQ = 0x41;
export const F32X4_GT = 0x44;
export const V128_AND = 0x4e;
export const V128_OR = 0x50;
export const V128_XOR = 0x51;
export const V128_BITSELECT = 0x52;
export const V128_ANY_TRUE = 0x53;

// vectors: integers
export const I8X16_BITMASK = 0x64;
export const I8X16_NARROW_I16X8_S = 0x65;
export const I8X16_SUB = 0x71;
export const I16X8_EXTADD_PAIRWISE_I8X16_U = 0x7d;
export const I32X4_EXTADD_PAIRWISE_I16X8_U = 0x7f;
export const I16X8_BITMASK = 0x84;
export const I16X8_NARROW_I32X4_S = 0x85;
export const I16X8_EXTEND_LOW_I8X16_S = 0x87;
export const I16X8_EXTEND_HIGH_I8X16_S = 0x88;
export const I16X8_SHL = 0x8b;
export const I16X8_SHR_U = 0x8d;
export const I16X8_ADD = 0x8e;
export const I16X8_MUL = 0x95;
export const I32X4_BITMASK = 0xa4;
export const I32X4_SHL = 0xab;
export const I32X4_SHR_S = 0xac;
export const I32X4_SHR_U = 0xad;
export const I32X4_ADD = 0xae;
export const I32X4_SUB = 0xb1;
export const I32X4_MUL = 0xb5;

// vectors: floats
export const F64X2_PROMOTE_LOW_F32X4 = 0x5f;
export const F32X4_NEAREST = 0x6a;
export const F32X4_ABS = 0xe0;
export const F32X4_ADD = 0xe4;
export const F32X4_SUB = 0xe5;
export const F32X4_MUL = 0xe6;
export const F32X4_DIV = 0xe7;
export const F32X4_PMIN = 0xea;
export const F32X4_PMAX = 0xeb;
export const F64X2_ADD = 0xf0;
export const F64X2_SUB = 0xf1;
export const F64X2_MUL = 0xf2;
export const F32X4_CONVERT_I32X4_S = 0xfa;

// vectors: relaxed, with results that depend on the machine
export const F32X4_RELAXED_MADD = 0x105;
export const F32X4_RELAXED_NMADD = 0x106;
export const F64X2_RELAXED_MADD = 0x107;
export const F64X2_RELAXED_NMADD = 0x108;
