import { arctangent2 } from '../math/arctangent.ts';
import { cosine } from '../math/sine.ts';

/** A place: x and y, or latitude and longitude in degrees and minutes (DDD.MM). */
type Point = readonly [number, number];

type Distance = (p: Point, q: Point) => number;

const square = (p: Point, q: Point): number => (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2;

const rounded = (x: number): number => Math.floor(x + 0.5);

const pseudoEuclidean: Distance = (p, q) => {
  const length = Math.sqrt(square(p, q) / 10);
  return rounded(length) < length ? rounded(length) + 1 : rounded(length);
};

/** TSPLIB's π and radius of the earth in kilometres: its optima depend on them. */
const TSPLIB_PI = 3.141592;
const EARTH_RADIUS = 6378.388;

const radians = (place: number): number => {
  const degrees = Math.trunc(place);
  return (TSPLIB_PI * (degrees + (5 * (place - degrees)) / 3)) / 180;
};

const arccosine = (x: number): number => arctangent2(Math.sqrt(Math.max(0, (1 - x) * (1 + x))), x);

const geographical: Distance = (p, q) => {
  const [latitude, longitude] = [radians(p[0]), radians(p[1])];
  const [otherLatitude, otherLongitude] = [radians(q[0]), radians(q[1])];
  const q1 = cosine(longitude - otherLongitude);
  const q2 = cosine(latitude - otherLatitude);
  const q3 = cosine(latitude + otherLatitude);
  return Math.floor(EARTH_RADIUS * arccosine(0.5 * ((1 + q1) * q2 - (1 - q1) * q3)) + 1);
};

/** The distance functions of TSPLIB 95 (Reinelt), section 2, by EDGE_WEIGHT_TYPE. */
export const DISTANCES: ReadonlyMap<string, Distance> = new Map<string, Distance>([
  ['EUC_2D', (p, q) => rounded(Math.sqrt(square(p, q)))],
  ['CEIL_2D', (p, q) => Math.ceil(Math.sqrt(square(p, q)))],
  ['ATT', pseudoEuclidean],
  ['GEO', geographical],
]);
