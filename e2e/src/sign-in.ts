import { expect, type Page } from '@playwright/test';
import { passwordOf } from './stack.ts';

/** Through Keycloak's own page, as a person does, and back to where they wanted to go. */
export async function signIn(page: Page, username: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByRole('textbox', { name: 'Username or email' }).fill(username);
  await page.getByRole('textbox', { name: 'Password' }).fill(passwordOf(username));
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expect(page.getByRole('button', { name: 'User menu' })).toBeVisible();
}
