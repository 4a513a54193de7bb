import { mergeConfig } from 'vitest/config';
import { xdvProject } from '../../vitest.shared.ts';

// The command line imports user modules, starts workers and hooks the module loader: its tests run
// it natively, as the clone does, and not through the test runner's own loader.
export default mergeConfig(xdvProject(import.meta.dirname), {
  test: {
    execArgv: ['--conditions=@xdv/source', '--disable-warning=ExperimentalWarning'],
    server: { deps: { external: [/packages\/[^/]+\/src\//] } },
  },
});
