import { expect, test } from 'vitest';
import { render } from './template.ts';

test('placeholders are filled, and Keycloak’s own ones left alone', () => {
  expect(render('{{a}}:{{b}}:{{a}} ${role_x}', { a: 'x', b: 7 })).toBe('x:7:x ${role_x}');
});

test('a placeholder without a value is an error', () => {
  expect(() => render('{{port}}', {})).toThrow('asks for {{port}}');
});

test('a value without a placeholder is an error', () => {
  expect(() => render('', { port: 1 })).toThrow('no place for port');
});
