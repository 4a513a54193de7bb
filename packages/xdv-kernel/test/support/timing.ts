import { createRandom, type ProviderRequest } from '@xdv/domain-model';

/** When a provider answers. None of these may be visible in a trace. */
export type Delay = (request: ProviderRequest) => Promise<void> | undefined;

const microtasks = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

/** Settles after the host has attended to other things `turns` times. */
export const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
};

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Every answer at once, after a microtask, a turn or a millisecond: drawn from `seed`. */
export const shuffledDelay = (seed: number): Delay => {
  const random = createRandom(seed);
  return () => {
    switch (random.below(4)) {
      case 0:
        return undefined;
      case 1:
        return microtasks(random.below(20));
      case 2:
        return turns(random.below(4));
      default:
        return after(random.below(3));
    }
  };
};

/** The later a job was asked for, the sooner it is answered: earlier ones wait for later ones. */
export const reversedDelay = (): Delay => {
  let asked = 0;
  return () => turns(Math.max(0, 6 - asked++));
};
