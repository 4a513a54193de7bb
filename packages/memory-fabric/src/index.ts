export {
  createMemoryFabric,
  PAGE_BYTES_MAX,
  PAGES_MAX,
  SPACE_BYTES_MAX,
  type MemoryFabricOptions,
} from './fabric.ts';
