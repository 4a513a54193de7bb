export { readGraph, type ReadOptions } from './graph.ts';
export { FORMAT_LIMITS } from './limits.ts';
export { readQubo, type Qubo } from './qubo.ts';
export { sniffFormat, type ProblemFormat } from './sniff.ts';
