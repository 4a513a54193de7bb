import { xdvProject } from '../../vitest.shared.ts';

export default xdvProject(import.meta.dirname);
