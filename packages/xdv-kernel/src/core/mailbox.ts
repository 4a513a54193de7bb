import type { ProcessId, Value } from '@xdv/domain-model';

export interface Message {
  readonly id: number;
  readonly sender: ProcessId;
  readonly value: Value;
}

interface Node {
  readonly message: Message;
  next: Node | undefined;
}

/** Messages that wait for one process, oldest first. Both ends cost the same however many wait. */
export class Mailbox {
  length = 0;
  private first: Node | undefined = undefined;
  private last: Node | undefined = undefined;

  push(message: Message): void {
    const node: Node = { message, next: undefined };
    if (this.last) this.last.next = node;
    else this.first = node;
    this.last = node;
    this.length++;
  }

  /** The oldest message, or undefined if there is none. */
  take(): Message | undefined {
    const node = this.first;
    if (!node) return undefined;
    this.first = node.next;
    if (!node.next) this.last = undefined;
    this.length--;
    return node.message;
  }

  clear(): void {
    this.first = undefined;
    this.last = undefined;
    this.length = 0;
  }

  fork(): Mailbox {
    const copy = new Mailbox();
    for (let node = this.first; node; node = node.next) copy.push(node.message);
    return copy;
  }
}
