import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import type { ApiClient } from '../api/client';
import type { Live, LiveEvents } from '../api/live';
import type { UploadQueue } from '../pages/upload/queue';

/** Objects that live as long as the tab, across all pages. */
export interface Services {
  api: ApiClient;
  live: Live;
  uploads: UploadQueue;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) {
    throw new Error('useServices outside of ServicesContext');
  }

  return services;
}

/** Handles a live event while the component is mounted. */
export function useLive<K extends keyof LiveEvents>(name: K, handler: (data: LiveEvents[K]) => void, dependencies: unknown[] = []): void {
  const { live } = useServices();
  useEffect(() => live.on(name, handler), [live, name, ...dependencies]);
}
