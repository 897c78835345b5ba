import { type Proposal, type Work } from '@tieout/core';
import { packResolution, unpackResolution } from './resolution.ts';

// As rare as resolutions, and as readable.

interface PackedWork extends Omit<Work, 'proposal'> {
  readonly proposal: (Omit<Proposal, 'resolution'> & { readonly resolution: string }) | null;
}

export function packWork({ assignee, reopened, proposal }: Work): string {
  const packed: PackedWork = {
    assignee,
    reopened,
    proposal: proposal && { ...proposal, resolution: packResolution(proposal.resolution) },
  };
  return JSON.stringify(packed);
}

export function unpackWork(text: string): Work {
  const { assignee, reopened, proposal }: PackedWork = JSON.parse(text);
  return {
    assignee,
    reopened,
    proposal: proposal && { ...proposal, resolution: unpackResolution(proposal.resolution) },
  };
}
