import Keycloak from 'keycloak-js';
import type { Role } from '../api/schema.ts';
import { Observable } from '../observable.ts';

const ROLES = ['viewer', 'operator', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Who is signed in, as the token says. What they may do is decided by the API; roles here only choose what is offered. */
export interface Person {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

const TOKEN_LEFT_SECONDS = 30; // a token with less is exchanged first, so that none expires on its way

const REALM = 'tieout';
const keycloak = new Keycloak({
  url: `${location.origin}/auth`,
  realm: REALM,
  clientId: 'tieout-dashboard',
});

/** True once the session is over and only signing in again helps. */
export const sessionEnded = new Observable(false);

/**
 * Signs in, leaving for the sign-in page and coming back to this address where need be; resolves with the person only when there is a
 * token. Rejects if the sign-in server does not answer.
 */
export async function startSession(): Promise<Person> {
  // Without `onLoad`, so that a lost session is later told, not acted on: leaving the page by itself would lose what somebody reads or writes.
  const signedIn = await keycloak.init({ pkceMethod: 'S256', checkLoginIframe: false });
  if (!signedIn) {
    await expectAnswer();
    // Replaced, not assigned: a reload must not put a second entry of the same page in the way of Back.
    location.replace(await keycloak.createLoginUrl({ redirectUri: location.href }));
    return new Promise(() => undefined); // this page is on its way out
  }
  keycloak.onAuthLogout = () => sessionEnded.set(true);
  return personOf(keycloak);
}

/** Leaving for a server that does not answer would end on a bare error page; here the failure can be told. */
async function expectAnswer(): Promise<void> {
  const { ok, status } = await fetch(
    `${location.origin}/auth/realms/${REALM}/.well-known/openid-configuration`,
  );
  if (!ok) throw new Error(`the sign-in server answered ${status}`);
}

/** A token good for half a minute at least. Rejects when there is none to be had: the session is over, or the server silent. */
export async function freshToken(): Promise<string> {
  if (!sessionEnded.get()) await keycloak.updateToken(TOKEN_LEFT_SECONDS);
  if (keycloak.token === undefined) throw new Error('signed out');
  return keycloak.token;
}

/** Leaves for the sign-in page and comes back to this very address, filters and all. */
export async function signInAgain(): Promise<void> {
  await keycloak.login({ redirectUri: location.href });
}

export async function signOut(): Promise<void> {
  await keycloak.logout({ redirectUri: `${location.origin}/` });
}

function personOf({ tokenParsed, realmAccess }: Keycloak): Person {
  const claims: Record<string, unknown> = tokenParsed ?? {};
  const text = (claim: string): string => (typeof claims[claim] === 'string' ? claims[claim] : '');
  const username = text('preferred_username');
  return {
    username,
    name: text('name') === '' ? username : text('name'),
    roles: ROLES.filter((role) => realmAccess?.roles.includes(role) ?? false),
  };
}

/** The most telling role: what the shell shows beside the name. Composite roles arrive with the roles they contain. */
export function leadingRole(roles: readonly Role[]): Role | null {
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}
