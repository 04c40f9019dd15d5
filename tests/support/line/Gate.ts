/** What a carrier goes through: shut, datagrams are lost and streams stand still. */
export class Gate {
  #opening: PromiseWithResolvers<void> | null = null;

  get open(): boolean {
    return this.#opening === null;
  }

  /** Resolves at once while it is open, else when it opens. */
  opened(): Promise<void> {
    return this.#opening?.promise ?? Promise.resolve();
  }

  shut(): void {
    this.#opening ??= Promise.withResolvers();
  }

  unshut(): void {
    this.#opening?.resolve();
    this.#opening = null;
  }
}
