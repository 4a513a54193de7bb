export * from './writer.ts';
export * from './webassembly.ts';
export * as op from './instructions.ts';
