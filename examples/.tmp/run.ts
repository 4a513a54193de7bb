import { run, replay, simulatedParts } from 'xdv-kernel';
import { verifyTrace, nobleHasher } from '../../packages/replay/src/index.ts';
const mod = await import(process.argv[2]!);
const seeds = (process.argv[3] ?? '1').split(',').map(Number);
const extra = JSON.parse(process.argv[4] ?? '{}');
const tools = { heading: (t: string) => `\n${t}`, table: (r: string[][]) => r.map((x) => '  ' + x.join('   ')).join('\n'),
  histogram: (c: any) => c.map(([l, n]: any) => `  ${l} ${n}`).join('\n') };
for (const seed of seeds) {
  const t = performance.now();
  const r = await run(mod.default, { ...mod.args, ...extra }, simulatedParts(), { seed });
  const dt = performance.now() - t;
  if (!r.result.ok) { console.log(seed, r.result, r.faults); continue; }
  if (seeds.length === 1) console.log(JSON.stringify(r.result.value), mod.present(r.result.value, tools));
  else console.log(seed, JSON.stringify(r.result.value).slice(0,700));
  const t2 = performance.now();
  const rp = await replay(mod.default, r.trace!, simulatedParts());
  const v = verifyTrace(r.trace!, nobleHasher, { head: r.head });
  console.log(seed, dt.toFixed(0) + 'ms', 'events', r.events, 'ticks', r.ticks, 'bytes', r.trace!.length, 'replay', rp.same, (performance.now() - t2).toFixed(0), 'verify', v.ok, r.faults.length);
}
