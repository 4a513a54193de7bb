export { serve } from './server.ts';
export type { ReadFile } from './document.ts';
