import { copyFile, open, rename, stat, truncate } from 'node:fs/promises';
import { isMissing } from '../state/files.ts';

const LOG_BYTES_MAX = 20 * 1024 * 1024;

/** Opens a process's log for appending; a long one is set aside first, one generation deep. */
export async function openLog(path: string): Promise<{ fd: number; close: () => Promise<void> }> {
  if ((await sizeOf(path)) > LOG_BYTES_MAX) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  return { fd: file.fd, close: () => file.close() };
}

/**
 * Bounds a log that is being written. Copy and truncate, because the writer holds the file open; it appends, so its
 * next line lands at the new end. Lines written between the two steps are lost: acceptable for 20 MB of local log.
 */
export async function boundLog(path: string): Promise<void> {
  if ((await sizeOf(path)) <= LOG_BYTES_MAX) return;
  await copyFile(path, `${path}.1`);
  await truncate(path);
}

/** The last lines of a log, oldest first; none where there is no log. */
export async function lastLines(path: string, count: number): Promise<string[]> {
  const size = await sizeOf(path);
  if (size === 0) return [];
  const length = Math.min(size, 64 * 1024);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-count);
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
