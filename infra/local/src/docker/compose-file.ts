import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.literal('.'), args: z.object({ SERVICE: z.string() }) }).optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  user: z.string().optional(),
  healthcheck: z.looseObject({ disable: z.boolean().default(false) }).optional(),
});
const schema = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
});

/** docker-compose.yml, as far as it is written in the forms it uses, and where nobody set any variable of it. */
export async function readComposeFile(repo: string): Promise<z.infer<typeof schema>> {
  const text = await readFile(join(repo, 'docker-compose.yml'), 'utf8');
  const unset = text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
  return schema.parse(parse(unset, { merge: true }));
}
