import { XdvError } from '@xdv/domain-model';

/** ARGUMENT_INVALID, to be thrown: what is wrong with a command, and what to do about it. */
export const wrongCommand = (message: string, hint: string): XdvError =>
  new XdvError({ code: 'ARGUMENT_INVALID', message, hint });
