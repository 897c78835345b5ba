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

  it('leads from whatever is asked for to what came of it', () => {
    const asked = OPERATIONS.filter(({ status }) => status === 202);
    expect(asked).not.toEqual([]);
    for (const { path, links = {}, answer } of asked) {
      expect(links, path).toHaveProperty('outcome');
      for (const { operationId, parameters } of Object.values(links)) {
        const target = OPERATIONS.find(({ id }) => id === operationId);
        expect(Object.keys(parameters), path).toEqual(Object.keys(target?.pathParameters?.shape ?? {}));
        for (const expression of Object.values(parameters))
          expect(answer.example, expression).toHaveProperty(expression.replace('$response.body#/', ''));
      }
    }
    const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
    expect(paths['/api/v1/commands/{command_id}'].get.operationId).toBe('getCommand');
    expect(paths['/api/v1/dead-letters/{id}/redrive'].post.responses['202'].links.outcome).toMatchObject({
      operationId: 'getCommand',
      parameters: { command_id: '$response.body#/command_id' },
    });
  });

  it('holds every operation under its path and method, and refers to nothing that it does not hold', () => {
    const text = JSON.stringify(openApiDocument());
    const { paths, components } = JSON.parse(text);
    for (const { path, method = 'get' } of OPERATIONS) expect(paths[path]).toHaveProperty(method);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(components.schemas).toHaveProperty([name ?? '']);
  });
});
