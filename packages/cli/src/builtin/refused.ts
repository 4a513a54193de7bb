import { XdvError, type FaultCode } from '@xdv/domain-model';
import { process } from 'xdv-kernel';

/** Arguments of the built-in process `refused`: the fault because of which no other could run. */
export type RefusedArgs = {
  readonly code: FaultCode;
  readonly message: string;
  readonly hint: string;
};

/** Stands in for a program that could not start, so that its run leaves a trace like any other. */
export const refused = process(
  { domains: ['K'], name: 'refused' },
  function* refused(sys, { code, message, hint }: RefusedArgs) {
    yield* sys.log('the program could not start');
    throw new XdvError({ code, message, hint });
  },
);
