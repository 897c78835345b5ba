import { SOURCES, type Source } from '@tieout/core';

export function perSource<T>(value: (source: Source) => T): Record<Source, T> {
  return { core: value('core'), gateway: value('gateway'), mobile: value('mobile') };
}

export function isSource(key: string): key is Source {
  return SOURCES.some((source) => source === key);
}
