/**
 * The house, lowest floor first: a package uses only packages of lower rows, never one of its own.
 * Names are folders under packages/; a new package gets its row here before its first import.
 */
export const LAYERS = [
  ['domain-model', 'wasm'],
  [
    'scheduler',
    'memory-fabric',
    'hypervisor',
    'security',
    'execution',
    'replay',
    'telemetry',
    'network',
    'cluster',
    'boot',
    'dpl',
    'openqasm',
    'q-provider-sim',
    'q-provider-qsharp',
    'phi-provider-sim',
    'conformance',
  ],
  ['xdv-kernel'],
  ['cloud-runtime'],
  ['cli', 'view', 'openqasm-language-server'],
  ['examples'],
];

/** Layers up to this one run the same in every browser and on every machine. */
export const PURE_LAYER_MAX = 2;

/** Row of a package by its folder ('packages/scheduler', 'examples'); -1: not in the table. */
export const layerOf = (dir) => {
  const name = dir.replace(/^packages\//, '');
  return LAYERS.findIndex((row) => row.includes(name));
};
