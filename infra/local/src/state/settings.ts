import { z } from 'zod';
import { readIfThere, writeWhole } from './files.ts';

const schema = z.object({ sla: z.string() });
export type Settings = z.infer<typeof schema>;

const DEFAULT_SLA = '60s';

/** What was chosen at a stack's first start and holds until its data is deleted. */
export async function settleSettings(
  path: string,
  wanted: { sla: string | undefined },
): Promise<{ settings: Settings; refused: boolean }> {
  const text = await readIfThere(path);
  if (text !== undefined) {
    const settings = schema.parse(JSON.parse(text));
    return { settings, refused: wanted.sla !== undefined && wanted.sla !== settings.sla };
  }
  const settings = { sla: wanted.sla ?? DEFAULT_SLA };
  await writeWhole(path, `${JSON.stringify(settings)}\n`);
  return { settings, refused: false };
}
