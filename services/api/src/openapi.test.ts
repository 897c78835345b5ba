import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { OPERATIONS } from './openapi-operations.ts';

describe('the document of the API', () => {
  it.each(OPERATIONS.map((op) => [`${op.method ?? 'get'} ${op.path}`, op] as const))(
    'shows for %s what an answer looks like, and it is one',
    (_name, { answer, body }) => {
      for (const content of [answer, ...(body ? [body] : [])]) {
        expect(content.example).toBeDefined();
        content.schema?.parse(content.example);
      }
    },
  );

  it('holds every operation under its path and method, and refers to nothing that it does not hold', () => {
    const text = JSON.stringify(openApiDocument());
    const { paths, components } = JSON.parse(text);
    for (const { path, method = 'get' } of OPERATIONS) expect(paths[path]).toHaveProperty(method);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(components.schemas).toHaveProperty([name ?? '']);
  });
});
