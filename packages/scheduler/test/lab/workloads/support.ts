import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Fault, Result } from '@xdv/domain-model';

const ROOT = join(import.meta.dirname, '../../../../..');
const DATA = resolve(ROOT, process.env['XDV_DATA'] ?? '../shared/data', 'workloads');

/** Whether the public logs are at hand. */
export const hasData = existsSync(join(DATA, 'lublin_256.swf.gz'));

export const readLog = (file: string): string =>
  gunzipSync(readFileSync(join(DATA, file))).toString('latin1');

/** The fault of a result that has to be one. */
export const faultOf = (result: Result<unknown>): Fault => {
  if (result.ok) throw new Error('no fault');
  return result.fault;
};
