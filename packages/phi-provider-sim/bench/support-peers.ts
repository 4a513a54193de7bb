/**
 * Median best cut of other programs after 10 CPU seconds of one thread, as recorded on the machine
 * of the project's measurements: simulated annealing of dwave-samplers in C++ with 1,000 sweeps
 * (its default) and with 10,000, and BURER2002 of MQLib in C++ (Burer, Monteiro and Zhang 2002).
 */
export interface PeerFigures {
  readonly annealer1k?: number;
  readonly annealer10k?: number;
  readonly burer: number;
}

export const PEERS: { readonly [name: string]: PeerFigures } = {
  G1: { annealer1k: 11624, burer: 11624 },
  G43: { annealer1k: 6660, burer: 6658 },
  G22: { annealer1k: 13358, annealer10k: 13358, burer: 13346 },
  G39: { annealer1k: 2393, annealer10k: 2404, burer: 2375 },
  K2000: { annealer1k: 33122, annealer10k: 33236, burer: 32540 },
  G14: { annealer1k: 3060, annealer10k: 3062, burer: 3057 },
  G51: { annealer1k: 3841, annealer10k: 3847, burer: 3836 },
  G32: { annealer1k: 1404, annealer10k: 1408, burer: 1390 },
  G55: { annealer1k: 10265, annealer10k: 10288, burer: 10248 },
};
