/** Unwinds to the validation of a circuit, which turns it into a fault. */
export class Invalid extends Error {}

export const reject = (where: string, why: string): never => {
  throw new Invalid(`${where}: ${why}`);
};

export const isIndex = (value: unknown, size: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < size;
