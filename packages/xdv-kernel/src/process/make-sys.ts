import {
  CALLS,
  NO_HANDLE,
  ok,
  XdvError,
  type CalibrationContract,
  type CalibrationResult,
  type Duration,
  type Handle,
  type OutcomeResult,
  type ProcessId,
  type Result,
  type SamplesResult,
} from '@xdv/domain-model';
import type { Handles } from '../core/state.ts';
import type { Container, Contract, Envelope } from './handles.ts';
import { Made, type Behaviour, type Ledger, type Operation } from './operation.ts';
import type { SysK, SysPhi, SysQ } from './sys.ts';

/** A draw of 53 bits as a number in [0, 1). */
const toUnit = (draw: number): number => draw / 2 ** 53;
const nothing = (): void => undefined;

function* attempt<T>(work: Operation<T> | Behaviour<T>): Behaviour<Result<T>> {
  try {
    return ok(yield* work);
  } catch (error) {
    if (error instanceof XdvError) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** Makes the system interface of one process: every method makes an operation, no more. */
export const makeSys = (
  ledger: Ledger,
  pid: ProcessId,
  handles: Readonly<Handles>,
): SysK & SysQ & SysPhi => {
  const make = <T>(
    call: number,
    handle: Handle,
    a: number,
    b: number,
    value: unknown,
    read?: (value: never) => T,
  ): Operation<T> => new Made<T>(ledger, call, handle, a, b, value, read);
  const plain = <T>(call: number, a = 0, value: unknown = null): Operation<T> =>
    make<T>(call, NO_HANDLE, a, 0, value);
  const k = kCalls(make, plain, pid, handles);
  return { ...k, q: qCalls(make), phi: phiCalls(make) };
};

type Make = <T>(
  call: number,
  handle: Handle,
  a: number,
  b: number,
  value: unknown,
  read?: (value: never) => T,
) => Operation<T>;
type Plain = <T>(call: number, a?: number, value?: unknown) => Operation<T>;
const kCalls = (
  make: Make,
  plain: Plain,
  pid: ProcessId,
  handles: Readonly<Handles>,
): SysK => ({
  pid,
  parent: handles.parent,
  now: () => plain(CALLS.time),
  random: (stream = '') => make(CALLS.random, NO_HANDLE, 0, 0, stream, toUnit),
  log: (text) => plain(CALLS.log, 0, text),
  compute: <T>(span: Duration, work?: () => T): Operation<T> =>
    make(CALLS.compute, NO_HANDLE, span, 0, null, work),
  sleep: (span) => plain(CALLS.sleep, span),
  spawn: (program, args) => plain(CALLS.spawn, 0, { program, args }),
  join: (child) => make(CALLS.join, child, 0, 0, null),
  exit: (value = null) => plain(CALLS.exit, 0, value),
  send: (to, value) => make(CALLS.send, to, 0, 0, value),
  receive: () => plain(CALLS.receive),
  attempt,
  memory: {
    grow: (pages) => plain(CALLS['memory.grow'], pages),
    read: (address, length) => make(CALLS['memory.read'], NO_HANDLE, address, length, null),
    write: (address, bytes) => plain(CALLS['memory.write'], address, bytes),
  },
  capability: {
    own: (domain) => handles[domain],
    derive: (handle, narrower = {}, to = NO_HANDLE) =>
      make(CALLS['capability.derive'], handle, 0, to, narrower),
    revoke: (handle) => make(CALLS['capability.revoke'], handle, 0, 0, null),
  },
  contract: {
    request: ({ domain, amount, length, resource, patience, capability = NO_HANDLE }) =>
      make<Contract>(CALLS['contract.request'], capability, 0, 0, {
        domain,
        amount,
        ns: length,
        resource,
        latestNs: patience,
      }),
    release: (contract) => plain(CALLS['contract.release'], contract),
  },
});

const qCalls = (make: Make): SysQ['q'] => ({
  run(circuit, { shots, budget, errorMax, device, contract = 0, capability = NO_HANDLE }) {
    const value = { circuit, shots, budgetNs: budget, errorMax, resource: device };
    return make(CALLS['q.run'], capability, contract, 0, value);
  },
  allocate(qubits, { budget, device, capability = NO_HANDLE }) {
    const value = { qubits, budgetNs: budget, resource: device };
    return make<Container>(CALLS['q.allocate'], capability, 0, 0, value);
  },
  apply: (container, circuit) =>
    make(CALLS['q.apply'], NO_HANDLE, container, 0, circuit, nothing),
  measure: (container, qubits) =>
    make(CALLS['q.measure'], NO_HANDLE, container, 0, qubits, ({ bits }: OutcomeResult) => bits),
  release: (container) => make(CALLS['q.release'], NO_HANDLE, container, 0, null),
  calibrate({ device, capability = NO_HANDLE } = {}) {
    const value = { resource: device };
    return make(CALLS['q.calibrate'], capability, 0, 0, value, contractOf);
  },
});

const contractOf = ({ contract }: CalibrationResult): CalibrationContract => contract;

const firstSample = ({ samples, stability }: SamplesResult) => ({ sample: samples[0]!, stability });

const phiCalls = (make: Make): SysPhi['phi'] => ({
  solve(problem, { window, reads, machine, stability, contract = 0, capability = NO_HANDLE }) {
    const value = { problem, windowNs: window, reads, resource: machine, stabilityMin: stability };
    return make(CALLS['phi.solve'], capability, contract, 0, value);
  },
  open(problem, { window, machine, transforms, stability, capability = NO_HANDLE }) {
    const demands = { transforms, stabilityMin: stability };
    const value = { problem, windowNs: window, resource: machine, ...demands };
    return make<Envelope>(CALLS['phi.open'], capability, 0, 0, value);
  },
  apply: (envelope, transform, params = []) =>
    make(CALLS['phi.apply'], NO_HANDLE, envelope, 0, { transform, params }, nothing),
  evaluate: (envelope) => make(CALLS['phi.evaluate'], NO_HANDLE, envelope, 0, null, firstSample),
  close: (envelope) => make(CALLS['phi.close'], NO_HANDLE, envelope, 0, null),
});
