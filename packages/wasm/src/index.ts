export * from './writer.ts';
export * from './webassembly.ts';
