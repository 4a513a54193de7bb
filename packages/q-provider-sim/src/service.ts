import {
  fail,
  ok,
  type CountsResult,
  type ProjectRequest,
  type ProviderResult,
  type QAllocate,
  type QApply,
  type QDeviceProfile,
  type QMeasure,
  type QRun,
  type RegionId,
  type RegionRequest,
  type Result,
  type RunRequest,
} from '@xdv/domain-model';
import { chooseEngine } from './choice/choose.ts';
import { runChosen } from './choice/simulate.ts';
import { checkBudget, createContainer, type Container } from './container.ts';
import { compileCircuit } from './engine/compile.ts';
import { estimateMemory } from './engine/memory.ts';
import { finish } from './engine/simulate.ts';
import { noiseFromCalibration } from './noise/model.ts';
import {
  checkQubits,
  checkRegion,
  checkSeed,
  readApply,
  readKind,
  readMeasure,
  readRun,
} from './requests.ts';

/** Containers that may be open at once. */
export const CONTAINERS_MAX = 4096;

const exhausted = (why: string): Result<never> =>
  fail('RESOURCE_EXHAUSTED', why, 'Terminate containers that are no longer needed');

/** The live containers of one simulator. */
const createRegions = (memoryMaxBytes: number) => {
  const live = new Map<RegionId, Container>();
  let bytes = 0;
  return {
    find: (region: RegionId): Result<Container> => {
      const container = live.get(region);
      if (container !== undefined) return ok(container);
      const shown = typeof region === 'number' ? region : typeof region;
      return fail('REGION_UNKNOWN', `no container ${shown}`, 'Allocate it first');
    },
    open: (request: QAllocate, device: QDeviceProfile): Result<null> => {
      const { region, qubits, seed } = request;
      if (live.has(region)) {
        return fail('ARGUMENT_INVALID', `container ${region} is open`, 'Use a new region id');
      }
      const needed = estimateMemory(qubits);
      if (live.size >= CONTAINERS_MAX) return exhausted(`${CONTAINERS_MAX} containers are open`);
      if (bytes + needed > memoryMaxBytes) {
        return exhausted(`${needed} bytes more than ${bytes} exceed ${memoryMaxBytes}`);
      }
      const created = createContainer(device, qubits, seed);
      if (!created.ok) return created;
      live.set(region, created.value);
      bytes += needed;
      return ok(null);
    },
    /** Memory that the states of all containers take. */
    bytes: () => bytes,
    close: (region: RegionId): void => {
      bytes -= live.get(region)?.bytes ?? 0;
      live.delete(region);
    },
  };
};

const unknownDevice = (name: unknown): Result<never> => {
  const message = `no device ${typeof name === 'string' ? name : typeof name}`;
  return fail('ARGUMENT_INVALID', message, 'Name a device of the profile');
};

const runOnce = (
  request: QRun,
  device: QDeviceProfile,
  memoryBytesMax: number,
): Result<CountsResult> => {
  const circuit = readRun(request, device);
  if (!circuit.ok) return circuit;
  const { calibration } = device;
  const plan = compileCircuit(circuit.value, noiseFromCalibration(calibration));
  const budget = checkBudget(plan.endNs, device);
  if (!budget.ok) return budget;
  const { shots, seed } = request;
  const options = { shots, seed, calibration, memoryBytesMax };
  const choice = chooseEngine(circuit.value, plan, options);
  if (!choice.ok) return choice;
  return finish(runChosen(circuit.value, plan, choice.value, options));
};

/** The provider without its promises: every request is answered at once, in a fault if need be. */
export const createService = (devices: readonly QDeviceProfile[], memoryMaxBytes: number) => {
  const byName = new Map(devices.map((device) => [device.name, device]));
  const regions = createRegions(memoryMaxBytes);

  const allocate = (request: RegionRequest): Result<null> => {
    const read = readKind<QAllocate>(request, ['q.allocate']);
    if (!read.ok) return read;
    const device = byName.get(read.value.resource);
    if (device === undefined) return unknownDevice(read.value.resource);
    const { region, seed, qubits } = read.value;
    const checks = [checkRegion(region), checkSeed(seed), checkQubits(qubits, device)];
    return checks.find((check) => !check.ok) ?? regions.open(read.value, device);
  };

  const execute = (request: RunRequest): Result<ProviderResult> => {
    const read = readKind<QRun | QApply>(request, ['q.run', 'q.apply']);
    if (!read.ok) return read;
    if (read.value.kind === 'q.run') {
      const device = byName.get(read.value.resource);
      return device === undefined
        ? unknownDevice(read.value.resource)
        : runOnce(read.value, device, memoryMaxBytes - regions.bytes());
    }
    const found = regions.find(read.value.region);
    if (!found.ok) return found;
    const circuit = readApply(read.value, found.value.qubits, found.value.device);
    return circuit.ok ? found.value.apply(circuit.value.ops) : circuit;
  };

  const project = (request: ProjectRequest): Result<ProviderResult> => {
    const read = readKind<QMeasure>(request, ['q.measure']);
    if (!read.ok) return read;
    const found = regions.find(read.value.region);
    if (!found.ok) return found;
    const qubits = readMeasure(read.value, found.value.qubits);
    return qubits.ok ? found.value.measure(qubits.value) : qubits;
  };

  return { allocate, execute, project, close: regions.close };
};
