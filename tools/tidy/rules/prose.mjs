import { isSource } from '../house.mjs';

const RULE = 'prose';
const anyFile = () => true;

/** What may not be written, in which files, and what to do. No pattern may match itself. */
export const REFUSED = [
  {
    pattern: /(?<![\w.-])\/(?:work|root|home)\//,
    where: anyFile,
    text: 'names a folder of one machine; write the path from the root of the repository',
  },
  {
    pattern: /\b(?:TO[D]O|FIX[M]E)\b/,
    where: isSource,
    text: 'leaves work behind; finish it, or say in the README what is not supported',
  },
  {
    // in quotes it is a Pauli string
    pattern: /(?<!['"`\w])X{3}(?!['"`\w])/,
    where: isSource,
    text: 'leaves a mark behind; finish it, or say in the README what is not supported',
  },
];

/** Text reads the same everywhere and promises nothing that is not there. */
export const prose = (house) =>
  house.files.flatMap((file) => {
    const applying = REFUSED.filter(({ where }) => where(file));
    return file.text.split('\n').flatMap((content, index) =>
      applying
        .filter(({ pattern }) => pattern.test(content))
        .map(({ text }) => ({ path: file.path, line: index + 1, rule: RULE, text })),
    );
  });
