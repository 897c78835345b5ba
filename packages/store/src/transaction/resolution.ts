import { SOURCES, type Resolution, type SeenLeg, type Source } from '@tieout/core';

// Resolutions are rare and written by people: readable JSON, with money as decimal strings because a JSON number cannot hold it.

interface PackedLeg extends Omit<SeenLeg, 'amountMinor'> {
  readonly amountMinor: string;
}
interface PackedResolution extends Omit<Resolution, 'seen'> {
  readonly seen: Omit<Resolution['seen'], 'discrepancyMinor' | 'atRiskMinor' | 'legs'> & {
    readonly discrepancyMinor: string | null;
    readonly atRiskMinor: string;
    readonly legs: Readonly<Record<Source, PackedLeg | null>>;
  };
}

export function packResolution(resolution: Resolution): string {
  const { seen } = resolution;
  const packed: PackedResolution = {
    ...resolution,
    seen: {
      ...seen,
      discrepancyMinor: seen.discrepancyMinor?.toString() ?? null,
      atRiskMinor: seen.atRiskMinor.toString(),
      legs: bySource((source) => {
        const leg = seen.legs[source];
        return leg && { ...leg, amountMinor: leg.amountMinor.toString() };
      }),
    },
  };
  return JSON.stringify(packed);
}

export function unpackResolution(text: string): Resolution {
  const packed: PackedResolution = JSON.parse(text);
  const { seen } = packed;
  return {
    ...packed,
    seen: {
      ...seen,
      discrepancyMinor: seen.discrepancyMinor === null ? null : BigInt(seen.discrepancyMinor),
      atRiskMinor: BigInt(seen.atRiskMinor),
      legs: bySource((source) => {
        const leg = seen.legs[source];
        return leg && { ...leg, amountMinor: BigInt(leg.amountMinor) };
      }),
    },
  };
}

function bySource<T>(value: (source: Source) => T): Record<Source, T> {
  const [core, gateway, mobile] = SOURCES;
  return { core: value(core), gateway: value(gateway), mobile: value(mobile) };
}
