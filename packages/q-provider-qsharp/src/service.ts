import {
  checkQubits,
  checkRegion,
  checkSeed,
  checkTick,
  fail,
  ok,
  readQApply,
  readQMeasure,
  readQRun,
  readRequest,
  shotDuration,
  type CountsResult,
  type ProviderResult,
  type QAllocate,
  type QApply,
  type QDeviceProfile,
  type QMeasure,
  type QRun,
  type RegionId,
  type Result,
} from '@xdv/domain-model';
import { checkBudget, createContainer, type Container } from './container.ts';
import type { Engine } from './engine.ts';
import { declaredErrors, predictedError } from './errors.ts';
import { readCounts } from './outcomes.ts';
import { writeCircuit } from './program/write.ts';
import { checkPerformable } from './requests.ts';
import { checkSize, sizeOf } from './work.ts';

/** Containers that may be open at once. */
export const CONTAINERS_MAX = 256;

const runOnce = async (
  engine: Engine,
  request: QRun,
  device: QDeviceProfile,
): Promise<Result<CountsResult>> => {
  const read = readQRun(request, device);
  if (!read.ok) return read;
  const circuit = read.value;
  const performable = checkPerformable(circuit, device);
  if (!performable.ok) return performable;
  const { shots, errorMax = 1 } = request;
  const errors = declaredErrors(device.calibration);
  const budget = checkBudget(shotDuration(circuit, device.calibration), device);
  if (!budget.ok) return budget;
  const predicted = predictedError(circuit.ops, errors);
  if (predicted > errorMax) {
    const message = `a shot errs with a probability of ${predicted}, allowed is ${errorMax}`;
    return fail('DECOHERENCE_EXCEEDED', message, 'Shorten the circuit or allow more errors');
  }
  const affordable = checkSize(sizeOf(circuit.ops, circuit.qubits), circuit.bits, shots);
  if (!affordable.ok) return affordable;
  const tally = await engine.run(writeCircuit(circuit, errors), shots);
  return tally.ok ? readCounts(tally.value, circuit.bits, shots) : tally;
};

const unknownDevice = (name: unknown): Result<never> => {
  const shown = typeof name === 'string' ? name.slice(0, 40) : typeof name;
  return fail('ARGUMENT_INVALID', `no device ${shown}`, 'Name a device of the profile');
};

/** The live containers of one provider. */
const createRegions = (engine: Engine) => {
  const live = new Map<RegionId, Container>();
  return {
    find: (region: RegionId): Result<Container> => {
      const container = live.get(region);
      if (container !== undefined) return ok(container);
      const shown = typeof region === 'number' ? region : typeof region;
      return fail('REGION_UNKNOWN', `no container ${shown}`, 'Allocate it first');
    },
    open: (device: QDeviceProfile, qubits: number, region: RegionId): Result<null> => {
      if (live.has(region)) {
        return fail('ARGUMENT_INVALID', `container ${region} is open`, 'Use a new region id');
      }
      if (live.size >= CONTAINERS_MAX) {
        const message = `${CONTAINERS_MAX} containers are open`;
        return fail('RESOURCE_EXHAUSTED', message, 'Terminate containers no longer needed');
      }
      live.set(region, createContainer(engine, device, qubits));
      return ok(null);
    },
    close: (region: RegionId): void => void live.delete(region),
  };
};

/** What a provider does once it has an engine, one request at a time. */
export const createService = (devices: readonly QDeviceProfile[], engine: Engine) => {
  const byName = new Map(devices.map((device) => [device.name, device]));
  const regions = createRegions(engine);

  const allocate = (request: unknown): Result<null> => {
    const read = readRequest<QAllocate>(request, ['q.allocate']);
    if (!read.ok) return read;
    const { resource, region, seed, qubits, tick } = read.value;
    const device = byName.get(resource);
    if (device === undefined) return unknownDevice(resource);
    if (device.containers === false) {
      const message = `device ${device.name} keeps no containers`;
      return fail('ARGUMENT_INVALID', message, 'Name a device whose profile offers them');
    }
    const checks = [
      checkRegion(region),
      checkSeed(seed),
      checkTick(tick),
      checkQubits(qubits, device),
    ];
    return checks.find((check) => !check.ok) ?? regions.open(device, qubits, region);
  };

  const apply = async (request: QApply): Promise<Result<ProviderResult>> => {
    const found = regions.find(request.region);
    if (!found.ok) return found;
    const circuit = readQApply(request, found.value.qubits);
    if (!circuit.ok) return circuit;
    const performable = checkPerformable(circuit.value, found.value.device);
    return performable.ok ? found.value.apply(circuit.value.ops) : performable;
  };

  const execute = async (request: unknown): Promise<Result<ProviderResult>> => {
    const read = readRequest<QRun | QApply>(request, ['q.run', 'q.apply']);
    if (!read.ok) return read;
    if (read.value.kind === 'q.apply') return apply(read.value);
    const device = byName.get(read.value.resource);
    return device === undefined
      ? unknownDevice(read.value.resource)
      : runOnce(engine, read.value, device);
  };

  const project = async (request: unknown): Promise<Result<ProviderResult>> => {
    const read = readRequest<QMeasure>(request, ['q.measure']);
    if (!read.ok) return read;
    const found = regions.find(read.value.region);
    if (!found.ok) return found;
    const qubits = readQMeasure(read.value, found.value.qubits);
    return qubits.ok ? found.value.measure(qubits.value) : qubits;
  };

  return { allocate, execute, project, close: regions.close };
};
