// The thread of one provider: makes it, then passes requests in and answers out, in order.
import { parentPort, workerData } from 'node:worker_threads';
import { fail, invariant, unwrap, type DomainProvider, type Result } from '@xdv/domain-model';
import type { ProviderSource, Request, Response } from './messages.ts';

invariant(parentPort !== null, 'the host of a provider runs in a worker');
const port = parentPort;
const post = (response: Response): void => port.postMessage(response);

const { module, factory, options } = workerData as ProviderSource;
const exported = (await import(module)) as Record<string, (options: unknown) => DomainProvider>;
const make = exported[factory];
if (make === undefined) throw new TypeError(`${module} does not export ${factory}`);
const provider = make(options);
provider.reportFault((fault) => post({ kind: 'fault', fault }));
unwrap(await provider.init());

/** A provider never rejects; one that does anyway is answered for here. */
const perform = async ({ method, argument }: Request): Promise<Result<unknown>> => {
  try {
    return await provider[method](argument as never);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint = 'A provider never rejects: run the conformance cases against it';
    return fail('PROVIDER_FAILED', `the provider broke: ${why}`, hint);
  }
};

port.on('message', (request: Request) => {
  void perform(request).then((result) => post({ kind: 'answer', id: request.id, result }));
});
