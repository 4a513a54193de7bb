import type { QCalibration, QDeviceProfile } from '@xdv/domain-model';

type Pair = readonly [number, number];

const checkRegion = ({ name, qubits }: QDeviceProfile, region: readonly number[]): void => {
  const known = region.every((q) => Number.isInteger(q) && q >= 0 && q < qubits);
  if (known && region.length > 0 && new Set(region).size === region.length) return;
  const shown = region.map(String).join(' ').slice(0, 100);
  throw new RangeError(`a region of ${name} must be some of its ${qubits} qubits, got ${shown}`);
};

/**
 * The part of a device on the qubits listed, as a device of its own in which they are numbered 0,
 * 1, …: with its own name and timeline, work on it goes on beside work on other regions
 * (XDV-060.3). Regions that share no qubit are isolated from each other. Throws RangeError for
 * qubits that the device lacks or that repeat.
 */
export const regionOf = (
  device: QDeviceProfile,
  name: string,
  region: readonly number[],
): QDeviceProfile => {
  checkRegion(device, region);
  const place = new Map(region.map((qubit, k) => [qubit, k]));
  const placed = ([a, b]: Pair): readonly Pair[] => {
    const [here, there] = [place.get(a), place.get(b)];
    return here === undefined || there === undefined ? [] : [[here, there]];
  };
  const { calibration, couplings } = device;
  const inside: QCalibration = {
    ...calibration,
    qubits: region.map((qubit) => calibration.qubits[qubit]!),
    ...(calibration.couplings && {
      couplings: calibration.couplings.flatMap(({ pair, ns, error }) =>
        placed(pair).map((own) => ({ pair: own, ns, error })),
      ),
    }),
  };
  return {
    ...device,
    name,
    qubits: region.length,
    calibration: inside,
    ...(couplings && { couplings: couplings.flatMap(placed) }),
  };
};
