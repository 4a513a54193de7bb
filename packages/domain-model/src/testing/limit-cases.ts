import { circuit } from '../circuit/builder.ts';
import { CIRCUIT_LIMITS, type Circuit } from '../circuit/circuit.ts';
import { GATE_NAMES, GATES } from '../circuit/gates.ts';
import type { QDeviceProfile } from '../ports/profile.ts';
import type { RegionId } from '../ids.ts';
import { check, declined, type CaseFacts, type ProviderCase } from './case.ts';
import { needsContainers } from './malformed-cases.ts';
import { codeOf, refuses, REGION, subjectCase, succeeds } from './subject.ts';

const facts = (id: string, title: string, requirement: string): CaseFacts => ({
  id,
  requirement,
  tier: 'required',
  title,
});

const oneTooMany = ({ name, qubits }: QDeviceProfile): number =>
  qubits < CIRCUIT_LIMITS.qubitsMax ? qubits + 1 : declined(`${name} has as many as a circuit may`);

const tooLarge = subjectCase(
  facts('too-many-qubits', 'a circuit with more qubits than the device is refused', 'XDV-060.1'),
  (subject) => {
    const program = circuit(oneTooMany(subject.device), 1).x(0).measure(0).build();
    const request = subject.run(program, 1);
    return refuses(subject, 'execute', 'one qubit too many', request, 'CIRCUIT_TOO_LARGE');
  },
);

const tooLargeContainer = subjectCase(
  facts('container-too-large', 'a container with too many qubits is refused', 'XDV-060.1'),
  async (subject) => {
    needsContainers(subject);
    const request = subject.allocate(oneTooMany(subject.device));
    await refuses(subject, 'requestResources', 'one too many', request, 'CIRCUIT_TOO_LARGE');
  },
);

const tooLong = subjectCase(
  facts('shot-too-long', 'a shot longer than the device keeps a state is refused', 'XDV-060.5'),
  async (subject) => {
    const { budgetMaxNs } = subject.device;
    for (const ns of [budgetMaxNs + 1, Number.MAX_SAFE_INTEGER]) {
      const request = subject.run(circuit(1).delay(ns, 0).measure(0).build(), 1);
      await refuses(subject, 'execute', `${ns} ns`, request, 'DECOHERENCE_EXCEEDED');
    }
  },
);

/** A gate that the profile leaves out, in a circuit of its own. */
const foreignGate = ({ name, gates }: QDeviceProfile): Circuit => {
  const gate = GATE_NAMES.find((each) => GATES[each].qubits > 0 && !gates.includes(each));
  if (gate === undefined) return declined(`${name} performs every gate`);
  const { qubits } = GATES[gate];
  const targets = Array.from({ length: qubits }, (_, q) => q);
  const params = Array.from({ length: GATES[gate].params }, () => 1);
  return { qubits, bits: 1, ops: [{ kind: 'gate', gate, targets, params, controls: [] }] };
};

const unsupported = subjectCase(
  facts('gate-unsupported', 'a gate that the profile leaves out is refused anywhere', 'XDV-060.5'),
  async (subject) => {
    const program = foreignGate(subject.device);
    const hidden = { bits: [0], values: [1], then: [], otherwise: program.ops };
    const nested: Circuit = { ...program, ops: [{ kind: 'if', ...hidden }] };
    for (const each of [program, nested]) {
      const request = subject.run(each, 1);
      await refuses(subject, 'execute', 'a foreign gate', request, 'GATE_UNSUPPORTED');
    }
  },
);

/** Two qubits that the profile does not couple. */
const apart = ({ name, qubits, couplings }: QDeviceProfile): readonly [number, number] => {
  const coupled = new Set(couplings?.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  for (let b = 1; couplings !== undefined && b < qubits; b++) {
    if (!coupled.has(`0 ${b}`)) return [0, b];
  }
  return declined(`${name} couples qubit 0 with every other`);
};

const uncoupled = subjectCase(
  facts('qubits-uncoupled', 'a gate on qubits that are not coupled is refused', 'XDV-060.5'),
  (subject) => {
    const [a, b] = apart(subject.device);
    const request = subject.run(circuit(b + 1, 1).cx(a, b).measure(b, 0).build(), 1);
    return refuses(subject, 'execute', `qubits ${a}, ${b}`, request, 'GATE_UNSUPPORTED');
  },
);

/** More containers than any provider keeps open. */
const CONTAINERS = 2 ** 14;

const exhausted = subjectCase(
  {
    id: 'containers-limited',
    requirement: 'XDV-011.3',
    tier: 'optional',
    title: 'containers are limited in number, and terminating one makes room for one',
  },
  async (subject) => {
    needsContainers(subject);
    let code = 'ok';
    let opened = 0;
    for (; opened <= CONTAINERS && code === 'ok'; opened++) {
      const request = subject.allocate(1, (REGION + opened) as RegionId);
      code = codeOf(await subject.ask('requestResources', request));
    }
    check(code === 'RESOURCE_EXHAUSTED', `container ${opened} was answered ${code}`);
    await subject.terminate(REGION);
    await succeeds(subject, 'requestResources', subject.allocate(1));
  },
);

const refusesContainers = subjectCase(
  facts('containers-refused', 'a device that keeps no containers opens none', 'XDV-060.5'),
  (subject) => {
    const { name, containers } = subject.device;
    if (containers !== false) declined(`${name} keeps containers`);
    const request = subject.allocate(1);
    return refuses(subject, 'requestResources', 'a container', request, 'ARGUMENT_INVALID');
  },
);

/** What a device cannot do is refused by the code that says so (XDV-060.5). */
export const LIMIT_CASES: readonly ProviderCase[] = [
  tooLarge,
  tooLargeContainer,
  tooLong,
  unsupported,
  uncoupled,
  exhausted,
  refusesContainers,
];
