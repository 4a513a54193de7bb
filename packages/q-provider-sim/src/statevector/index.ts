export {
  createCompiledState,
  type CompiledStateOptions,
  type CompiledStateVector,
} from './state.ts';
export { serveThread, type Threads, type ThreadStart } from './threads.ts';
