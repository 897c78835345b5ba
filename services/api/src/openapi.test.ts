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

  it('says everything in words that any reader of it knows', () => {
    const text = JSON.stringify(openApiDocument());
    const { paths } = JSON.parse(text);
    for (const { path, method = 'get' } of OPERATIONS) {
      expect(paths[path][method].responses, path).toHaveProperty('431');
    }
    expect(text).not.toMatch(/\\\\[pP]\{/); // a class of Unicode by its name, in a pattern
    const [asked] = paths['/api/v1/search'].get.parameters;
    expect(new RegExp(asked.schema.pattern, 'u').test(' ;')).toBe(false);
  });

  it('lets nothing into a list of names that would be taken for two', () => {
    const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
    const { schema } = paths['/api/v1/transactions'].get.parameters.find(
      ({ name }: { name: string }) => name === 'assignee',
    );
    const taken = ['ann', 'ann, bob', ','].filter((name) => new RegExp(schema.items.pattern, 'u').test(name));
    expect(taken).toEqual(['ann']);
  });

  it('holds every operation under its path and method, and refers to nothing that it does not hold', () => {
    const text = JSON.stringify(openApiDocument());
    const { paths, components } = JSON.parse(text);
    for (const { path, method = 'get' } of OPERATIONS) expect(paths[path]).toHaveProperty(method);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(components.schemas).toHaveProperty([name ?? '']);
  });
});
