import { openStore } from "../open.ts";
import type { Store } from "../store.ts";
import { Clock } from "./specs.ts";
import type { OpenedStore } from "./store-suite.ts";

/** How a test reaches the database beside the store, and takes it away afterwards. */
export interface Beside {
  run(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Opens a store for a test. */
export async function openedStore(url: string, { run, remove }: Beside): Promise<OpenedStore> {
  const clock = new Clock();
  const open = (): Promise<Store> => openStore({ url, clock: clock.read });
  const stores = [await open()];
  return {
    store: stores[0] as Store,
    url,
    clock,
    run,
    async again() {
      const store = await open();
      stores.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close();
      await remove();
    },
  };
}
