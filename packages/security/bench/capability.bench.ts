/**
 * Run with: node --conditions=@xdv/source bench/capability.bench.ts
 * Compares the table with the obvious one, a Map of objects, in the same run.
 */
import {
  AUTHORITY_ALL,
  FAULTS,
  PERMISSIONS,
  unwrap,
  type AccessRequest,
  type Authority,
  type Handle,
  type ProcessId,
} from '@xdv/domain-model';
import { createCapabilityTable } from '../src/index.ts';

const CAPABILITIES = 1024;
const CHECKS = 50_000_000;
const TREES = 300_000;
const REQUEST: AccessRequest = { permission: PERMISSIONS['execute-Q'], crossing: 2, resource: 1 };
const pid = (n: number): ProcessId => n as ProcessId;

interface Entry {
  readonly owner: number;
  readonly authority: Authority;
}

const createMapTable = (): {
  grant: (owner: number) => Handle;
  check: (holder: number, handle: Handle, request: AccessRequest, tick: number) => number;
} => {
  const entries = new Map<number, Entry>();
  const check = (holder: number, handle: Handle, request: AccessRequest, tick: number): number => {
    const entry = entries.get(handle);
    if (entry === undefined) return FAULTS.HANDLE_UNKNOWN.number;
    if (entry.owner !== holder) return FAULTS.HANDLE_FOREIGN.number;
    const { authority } = entry;
    if (tick < authority.from || tick >= authority.until) return FAULTS.CAPABILITY_EXPIRED.number;
    const lacking =
      (request.permission & ~authority.permissions) |
      (request.crossing & ~authority.crossings) |
      (request.resource & ~authority.resources);
    return lacking === 0 ? 0 : FAULTS.DOMAIN_UNAUTHORIZED.number;
  };
  const grant = (owner: number): Handle => {
    const handle = (entries.size + 1) as Handle;
    entries.set(handle, { owner, authority: { ...AUTHORITY_ALL } });
    return handle;
  };
  return { grant, check };
};

/** The best of five runs, in nanoseconds per operation. */
const nsPer = (count: number, run: () => void): number => {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return (best * 1e6) / count;
};

const table = createCapabilityTable();
const handles: Handle[] = [];
for (let n = 0; n < CAPABILITIES; n++) {
  handles.push(unwrap(table.grant(pid(1), AUTHORITY_ALL, 0)));
}
const mapTable = createMapTable();
const mapHandles = handles.map(() => mapTable.grant(1));

const expectPassed = (passed: boolean): void => {
  if (!passed) throw new Error('a check that had to pass was refused');
};
// what the loop itself costs: it is taken off the two below
const loopNs = nsPer(CHECKS, () => {
  let refused = 0;
  for (let n = 0; n < CHECKS; n++) refused += handles[n & (CAPABILITIES - 1)]! > 0 ? 0 : 1;
  expectPassed(refused === 0);
});
const tableNs = nsPer(CHECKS, () => {
  let refused = 0;
  for (let n = 0; n < CHECKS; n++) {
    refused += table.check(pid(1), handles[n & (CAPABILITIES - 1)]!, REQUEST, n);
  }
  expectPassed(refused === 0);
});
const mapNs = nsPer(CHECKS, () => {
  let refused = 0;
  for (let n = 0; n < CHECKS; n++) {
    refused += mapTable.check(1, mapHandles[n & (CAPABILITIES - 1)]!, REQUEST, n);
  }
  expectPassed(refused === 0);
});
const treeNs = nsPer(TREES, () => {
  for (let n = 0; n < TREES; n++) {
    const top = unwrap(table.derive(pid(1), handles[0]!, AUTHORITY_ALL, pid(2)));
    for (let child = 1; child < 16; child++) {
      unwrap(table.derive(pid(2), top, AUTHORITY_ALL, pid(3)));
    }
    unwrap(table.revoke(pid(2), top));
  }
});
console.log(`empty loop                    ${loopNs.toFixed(2)} ns, taken off the next two`);
console.log(`check                         ${(tableNs - loopNs).toFixed(2)} ns`);
console.log(`check, Map of objects         ${(mapNs - loopNs).toFixed(2)} ns`);
console.log(`ratio Map / table             ${((mapNs - loopNs) / (tableNs - loopNs)).toFixed(2)}`);
console.log(`derive 16 and revoke subtree  ${treeNs.toFixed(0)} ns`);
