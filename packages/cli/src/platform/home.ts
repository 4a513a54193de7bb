import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file package.json of this package. */
const MANIFEST = fileURLToPath(import.meta.resolve('@xdv/cli/package.json'));

/** The folder that holds this package among others: a workspace's, or a node_modules. */
export const PACKAGES = dirname(dirname(MANIFEST));

/** The version of this package. */
export const CLI_VERSION = (
  JSON.parse(readFileSync(MANIFEST, 'utf8')) as { readonly version: string }
).version;

/** True if this runs from source, in a clone. */
export const FROM_SOURCE = import.meta.url.endsWith('.ts');

/** How to type the command here: in a clone it is a script in its root. */
export const commandName = (cwd: string): string => {
  const script = join(dirname(PACKAGES), 'xdv');
  if (!FROM_SOURCE || !existsSync(script)) return 'xdv';
  const path = relative(cwd, script);
  if (path.startsWith('..')) return path.length < script.length ? path : script;
  return `./${path}`;
};
