import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

/** The way to the Rust side. Tests and the demo put their own in its place. */
export interface Transport {
  invoke<T>(command: string, args?: Record<string, unknown>): Promise<T>;
  /** Calls `handler` with each payload of the event; answers with the way to stop that. */
  listen<T>(event: string, handler: (payload: T) => void): Promise<() => void>;
}

export const tauriTransport: Transport = {
  invoke: (command, args) => invoke(command, args),
  listen: (event, handler) => listen<never>(event, ({ payload }) => handler(payload)),
};
