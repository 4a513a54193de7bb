// Prints what is out of order in this repository, one problem per line, and exits 1; else one line.
import { join } from 'node:path';
import { check, problemLine } from './check.mjs';
import { readHouse } from './house.mjs';

const house = readHouse(join(import.meta.dirname, '../..'));
const problems = check(house);
const summary = `tidy: ${house.files.length} files, no problems`;
console.log(problems.length === 0 ? summary : problems.map(problemLine).join('\n'));
process.exitCode = problems.length === 0 ? 0 : 1;
