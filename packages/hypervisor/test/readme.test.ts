import { ROOT_MACHINE, unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createLedger, rootMachine } from '../src/index.ts';

it('runs the example of the README', () => {
  const ledger = createLedger([rootMachine({ qubits: 5 })]);

  unwrap(ledger.charge(ROOT_MACHINE, 'qubits', 3));
  const refused = ledger.charge(ROOT_MACHINE, 'qubits', 3); // fault RESOURCE_EXHAUSTED: 3 of 5 held
  ledger.credit(ROOT_MACHINE, 'qubits', 1);

  const row = ledger.rows().find(({ kind }) => kind === 'qubits');
  // { machine: 1, kind: 'qubits', used: 2, limit: 5 }

  expect(refused).toMatchObject({ ok: false, fault: { code: 'RESOURCE_EXHAUSTED' } });
  expect(row).toEqual({ machine: 1, kind: 'qubits', used: 2, limit: 5 });
});
