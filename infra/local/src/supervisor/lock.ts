import { open, rm } from 'node:fs/promises';
import { readIfThere } from '../state/files.ts';
import { type Identity, identify, identitySchema, isAlive } from '../process/identity.ts';

/** The supervisor that owns this state folder now, if one does. */
export async function supervisorOf(lock: string): Promise<Identity | undefined> {
  const text = await readIfThere(lock);
  if (text === undefined || text === '') return undefined;
  const identity = identitySchema.parse(JSON.parse(text));
  return (await isAlive(identity)) ? identity : undefined;
}

/** Makes this process the owner of the state folder. False when another living one is. */
export async function claim(lock: string): Promise<boolean> {
  if ((await supervisorOf(lock)) !== undefined) return false;
  await rm(lock, { force: true }); // its owner was killed
  const me = await identify(process.pid);
  try {
    const file = await open(lock, 'wx', 0o600);
    await file.writeFile(JSON.stringify(me));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

export async function release(lock: string): Promise<void> {
  await rm(lock, { force: true });
}
