import { readFileSync } from 'node:fs';
import { TieoutError } from '@tieout/core';
import { z } from 'zod';

/** What an error message tells about a variable; put on each with `describeVariable`. */
interface VariableMeta {
  readonly example: string;
  /** May also come as the path of a file in `<NAME>_FILE`; its value never appears in a message. */
  readonly secret: boolean;
}

const variables = z.registry<VariableMeta>();

/** Gives a variable's schema the example its error message shows, and says whether it is a secret. */
export function variable<T extends z.ZodType>(schema: T, example: string, { secret = false } = {}): T {
  // A copy, because several variables may be made from one schema.
  const own = schema.clone();
  variables.add(own, { example, secret });
  return own;
}

/**
 * Reads a process's settings, once, at its edge.
 *
 * @param shape variable name → schema made with `variable`
 * @throws TieoutError INVALID_SETTING naming every wrong variable, what is wrong with it, and an example
 */
export function loadEnv<Shape extends Record<string, z.ZodType>>(
  shape: Shape,
  source: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<Shape>> {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, schema] of Object.entries(shape)) {
    try {
      const value = valueOf(name, schema, source);
      if (value !== undefined) values[name] = value;
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  const parsed = z.object(shape).safeParse(values);
  if (problems.length === 0 && parsed.success) return parsed.data;
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    const schema = shape[name];
    const example = schema === undefined ? '' : ` Example: ${name}=${variables.get(schema)?.example ?? ''}`;
    if (!problems.some((problem) => problem.startsWith(name))) {
      problems.push(
        `${name} ${name in values ? `is not usable: ${issue.message}.` : 'is missing.'}${example}`,
      );
    }
  }
  throw new TieoutError('INVALID_SETTING', problems.join('\n'));
}

/** As `loadEnv`, for the first line of a `main.ts`: prints the problems and ends the process with exit code 2. */
export function bootEnv<Shape extends Record<string, z.ZodType>>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  try {
    return loadEnv(shape);
  } catch (error) {
    if (!(error instanceof TieoutError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}

function valueOf(
  name: string,
  schema: z.ZodType,
  source: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const direct = source[name];
  const fileName = `${name}_FILE`;
  const file = variables.get(schema)?.secret === true ? source[fileName] : undefined;
  if (file === undefined || file === '') return direct === '' ? undefined : direct;
  if (direct !== undefined && direct !== '')
    throw new Error(`${name} and ${fileName} are both set. Set one of them.`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(
      `${fileName} names ${file}, which cannot be read. Example: ${fileName}=/run/secrets/${name.toLowerCase()}`,
      {
        cause: error,
      },
    );
  }
}
