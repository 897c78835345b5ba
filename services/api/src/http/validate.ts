import type { Request } from 'express';
import { z } from 'zod';
import { InvalidRequest, type FieldProblem } from './problem.ts';

/**
 * The request's query as the schema says. A list may be written `a=1&a=2` or `a=1,2`.
 *
 * @throws {InvalidRequest} naming each parameter that is unknown or bad
 */
export function queryOf<T extends z.ZodObject>(schema: T, request: Pick<Request, 'query'>): z.infer<T> {
  const given: Record<string, unknown> = { ...request.query };
  for (const [name, field] of Object.entries(schema.shape)) {
    if (name in given && isList(field))
      given[name] = [given[name]].flat().flatMap((text) => String(text).split(','));
  }
  return parsed(schema, given);
}

export function pathOf<T extends z.ZodObject>(schema: T, request: Pick<Request, 'params'>): z.infer<T> {
  return parsed(schema, request.params);
}

/** The request's JSON body as the schema says. */
export function bodyOf<T extends z.ZodObject>(schema: T, request: Pick<Request, 'body'>): z.infer<T> {
  return parsed(schema, request.body ?? {});
}

/** A checked time of a query in ms; what is not asked for stays out. */
export function instant(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function parsed<T extends z.ZodObject>(schema: T, given: unknown): z.infer<T> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new InvalidRequest(result.error.issues.flatMap(fieldProblems));
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ field, problem: 'unknown parameter' }));
  return [{ field: String(issue.path[0] ?? ''), problem: issue.message }];
}

function isList(field: z.core.$ZodType): boolean {
  return field instanceof z.ZodOptional ? isList(field.unwrap()) : field instanceof z.ZodArray;
}
