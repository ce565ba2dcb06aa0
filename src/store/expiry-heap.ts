/** Anything that dies at some tick. */
export interface Mortal {
  readonly deadline: number;
}

/** A binary heap with the next to die on top. */
export class ExpiryHeap<T extends Mortal> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = items[parentAt] as T;
      if (parent.deadline <= item.deadline) break;
      items[at] = parent;
      at = parentAt;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = items[childAt];
      if (child === undefined) break;
      const other = items[childAt + 1];
      if (other !== undefined && other.deadline < child.deadline) {
        childAt += 1;
        child = other;
      }
      if (last.deadline <= child.deadline) break;
      items[at] = child;
      at = childAt;
    }
    items[at] = last;
    return top;
  }
}
