import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Finds lines of a test file by the remark `// here: name` at their end. */
export const linesOf = (url: string): ((name: string) => number) => {
  const lines = readFileSync(fileURLToPath(url), 'utf8').split('\n');
  return (name) => {
    const index = lines.findIndex((line) => line.endsWith(`// here: ${name}`));
    if (index < 0) throw new RangeError(`no line is marked with ${name}`);
    return index + 1;
  };
};
