import type { AnyEvent } from '@xdv/domain-model';
import type { Book } from './book.ts';
import { rule, type AuditRule } from './rule.ts';

export const MESSAGE_RULES: readonly AuditRule[] = [
  rule('message-delivered', 'XDV-021.2', ['k.received'], ({ process, data }, book) => {
    const [sender, message] = data;
    const entry = book.messages.get(message);
    if (entry === undefined) return `message ${message} was not sent, or received before`;
    if (entry.sender === sender && entry.receiver === process) return undefined;
    return `message ${message} went from p${entry.sender} to p${entry.receiver}`;
  }),
];

export const recordMessage = (event: AnyEvent, book: Book): void => {
  if (event.kind === 'k.sent') {
    const [receiver, message] = event.data;
    book.messages.set(message, { sender: event.process, receiver });
  } else if (event.kind === 'k.received') {
    book.messages.delete(event.data[1]);
  }
};
