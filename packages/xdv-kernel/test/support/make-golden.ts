// Writes traces/golden anew. For a deliberate change of behaviour only: every head that changes is
// a trace of someone's that no longer replays.
//   node --conditions=@xdv/source packages/xdv-kernel/test/support/make-golden.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { run, simulatedParts } from 'xdv-kernel';
import { GOLDEN } from './golden-programs.ts';

const folder = new URL('../../../../traces/golden/', import.meta.url);
mkdirSync(folder, { recursive: true });
const heads: Record<string, string> = {};
for (const { name, program, args, options, parts = simulatedParts } of GOLDEN) {
  const { trace, head } = await run(program, args as never, parts(), options());
  writeFileSync(new URL(`${name}.xdv`, folder), trace!);
  heads[name] = head;
}
writeFileSync(new URL('heads.json', folder), `${JSON.stringify(heads, null, 2)}\n`);
