export { createCapabilityTable, type CapabilityTableOptions } from './table.ts';
