import { radiansOfAngle } from '@xdv/domain-model';
import type { Type } from '../types/type.ts';
import type { Value } from './value.ts';

/** Items of an array that are shown. */
const ITEMS_MAX = 16;

const showScalar = (value: bigint | number, type: Type): string => {
  switch (type.kind) {
    case 'bool':
      return value === 0n ? 'false' : 'true';
    case 'bit':
      return type.size === null ? String(value) : `"${value.toString(2).padStart(type.size, '0')}"`;
    case 'angle': {
      const halfTurns = radiansOfAngle(value as bigint, type.width) / Math.PI;
      return `${Number(halfTurns.toPrecision(6))} * pi`;
    }
    case 'float':
      return Number.isInteger(value) ? `${value}.0` : String(value);
    default:
      return String(value);
  }
};

/** A value of a known type as a program would write it; long arrays are cut. */
export const showValue = (value: Value, type: Type): string => {
  if (typeof value === 'bigint' || typeof value === 'number') return showScalar(value, type);
  if ('re' in value) return `${value.re} ${value.im < 0 ? '-' : '+'} ${Math.abs(value.im)}im`;
  if ('items' in value) {
    const base: Type = type.kind === 'array' ? type.base : { kind: 'unknown' };
    const shown = value.items.slice(0, ITEMS_MAX).map((item) => showValue(item, base));
    return `{${shown.join(', ')}${value.items.length > ITEMS_MAX ? ', …' : ''}}`;
  }
  const parts: string[] = [];
  if (value.dt !== 0) parts.push(`${value.dt}dt`);
  if (value.ns !== 0 || parts.length === 0) parts.unshift(`${value.ns}ns`);
  for (const [name, times] of value.stretches ?? []) parts.push(`${times} * ${name}`);
  return parts.join(' + ');
};
