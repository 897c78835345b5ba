import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** The overview's folder: what it loads for itself, its charts, belongs to the first page as well. */
const FIRST_PAGE = '/src/pages/overview/';

/**
 * Fails the build when the JavaScript of the first page, compressed, is more than allowed: the entry, the overview's own parts, and
 * all they import. What other pages load for themselves is not counted.
 * @param limit KiB, gzip
 */
export function firstPageBudget(limit: number): Plugin {
  return {
    name: 'tieout:first-page-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const needed = closureOf(
        chunks.filter(({ isEntry, facadeModuleId }) => isEntry || facadeModuleId?.includes(FIRST_PAGE)),
        chunks,
      );
      const bytes = [...needed].reduce((sum, { code }) => sum + gzipSync(code).byteLength, 0);
      const words = `First page: ${(bytes / 1024).toFixed(1)} KiB of JavaScript (gzip) in ${needed.size} files, ${limit} KiB allowed`;
      if (bytes > limit * 1024) this.error(words);
      this.info(words);
    },
  };
}

function closureOf(
  entries: readonly Rolldown.OutputChunk[],
  chunks: readonly Rolldown.OutputChunk[],
): ReadonlySet<Rolldown.OutputChunk> {
  const needed = new Set(entries);
  // A set goes on to what is added while it is walked.
  for (const { imports } of needed) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) needed.add(chunk);
  }
  return needed;
}
