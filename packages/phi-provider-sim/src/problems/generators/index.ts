export { mycielski, queens } from './colouring-graphs.ts';
export { gset } from './gset.ts';
export { plantedTiles, type Planted, type PlantedTilesOptions } from './planted.ts';
export {
  barabasiAlbert,
  erdosRenyi,
  randomRegular,
  type BarabasiAlbertOptions,
  type ErdosRenyiOptions,
  type RandomRegularOptions,
} from './random-graphs.ts';
export { RUDY_LIMITS, rudyGraph } from './rudy.ts';
export {
  latticeGlass,
  sherringtonKirkpatrick,
  type CouplingLaw,
  type LatticeOptions,
  type SherringtonKirkpatrickOptions,
} from './spin-glasses.ts';
