import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, type } from 'node:os';

/** Programs that wanted a processor during the last minute. */
export const load = (): string => loadavg()[0]!.toFixed(1);

/** The machine, the runtime and how busy the machine was before anything ran. */
export const machine = (): string => {
  const [first] = cpus();
  const processor = `${cpus().length} × ${first?.model ?? 'unknown processor'}`;
  return `${processor}, ${type()} ${release()}, node ${process.version}, load ${load()}`;
};

/** Version of an installed package from the folder of its manifest. */
export const versionAt = (manifest: string): string =>
  (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
