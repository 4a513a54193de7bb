import { run, simulatedParts } from 'xdv-kernel';
import { formatEvent } from '@xdv/domain-model';
const mod = await import(process.argv[2]!);
const r = await run(mod.default, { ...mod.args }, simulatedParts(), { seed: 1, onEvent: (e) => console.log(formatEvent(e)) });
console.log(r.result, r.faults);
