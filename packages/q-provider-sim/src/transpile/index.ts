export { transpile, type Transpiled } from './transpile.ts';
export type { TranspileOptions } from './options.ts';
export type { Decoupling } from './decouple.ts';
export {
  EAGLE_127,
  FALCON_27,
  gridMap,
  heavyHexMap,
  lineMap,
  ringMap,
  TOKYO_20,
  type Pair,
} from './maps.ts';
