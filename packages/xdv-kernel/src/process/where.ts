/** A place in a program's source. */
export interface Place {
  /** File URL or path as the platform reports it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const FRAME = /\(?((?:file:\/\/)?\/?[^\s()]+):(\d+):(\d+)\)?$/;
/** Frames of the kernel itself and of the platform say nothing about the program. */
const FOREIGN = /xdv-kernel\/(?:src|dist)\/|node:|<anonymous>/;

/** The stack of an error; a program may have put anything in its place. */
const stackOf = (error: Error): string => {
  try {
    const stack: unknown = error.stack;
    return typeof stack === 'string' ? stack.slice(0, 65_536) : '';
  } catch {
    return '';
  }
};

/**
 * The innermost place of an error's stack that belongs to the program. Undefined where the
 * platform gives no stack. Places are for people: they never enter a trace, because the same
 * program has others elsewhere.
 */
export const placeOf = (error: Error): Place | undefined => {
  for (const frame of stackOf(error).split('\n')) {
    const match = FRAME.exec(frame.trim());
    if (!match || !frame.includes('at ') || FOREIGN.test(frame)) continue;
    return { file: match[1]!, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
};

/** `file:line:column` with the file's last name only. */
export const formatPlace = ({ file, line, column }: Place): string =>
  `${file.slice(file.lastIndexOf('/') + 1)}:${line}:${column}`;
