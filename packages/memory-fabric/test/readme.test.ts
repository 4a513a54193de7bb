import { toId, unwrap, type ProcessId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createMemoryFabric } from '../src/index.ts';

it('runs the example of the README', () => {
  const alice = toId<ProcessId>('process', 1);
  const bob = toId<ProcessId>('process', 2);
  const fabric = createMemoryFabric({ pagesMaxPerProcess: 16 });

  const size = unwrap(fabric.grow(alice, 1)); // 4096 zeroed bytes
  unwrap(fabric.grow(bob, 1));
  unwrap(fabric.write(alice, 4094, Uint8Array.of(7, 8)));

  const own = unwrap(fabric.read(alice, 4094, 2)); // [7, 8]
  const other = unwrap(fabric.read(bob, 4094, 2)); // [0, 0]: another space
  const beyond = fabric.read(alice, 4095, 2); // fault MEMORY_OUT_OF_BOUNDS

  expect([size, ...own, ...other]).toEqual([4096, 7, 8, 0, 0]);
  expect(beyond).toMatchObject({ ok: false, fault: { code: 'MEMORY_OUT_OF_BOUNDS' } });
});
