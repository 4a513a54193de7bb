import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { XdvError } from '@xdv/domain-model';
import type { FileName } from './file-name.ts';

/** The longest file that is read, after unpacking. */
const BYTES_MAX = 1024 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_BUFFER_TOO_LARGE: 'it is too large when unpacked',
};

const unreadable = (name: string, error: unknown): XdvError => {
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  return new XdvError({
    code: 'FILE_UNREADABLE',
    message: `${name} cannot be read: ${REASONS[code] ?? message}`,
    hint: 'Check the path and the permissions of the file',
  });
};

/** The bytes of a file, unpacked if it is a gzip file. Throws FILE_UNREADABLE. */
export const readBytes = (path: string, name: string): Uint8Array => {
  try {
    const bytes = readFileSync(path);
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return packed ? gunzipSync(bytes, { maxOutputLength: BYTES_MAX }) : bytes;
  } catch (error) {
    throw unreadable(name, error);
  }
};

/** The text of a file in UTF-8. Throws FILE_UNREADABLE. */
export const readText = (path: string, name: string): string =>
  new TextDecoder().decode(readBytes(path, name));

/** The bytes of a trace, as they are. Throws FILE_UNREADABLE. */
export const readTraceBytes = ({ path, name }: FileName): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(name, error);
  }
};
