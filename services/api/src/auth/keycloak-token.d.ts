// keycloak-connect's own token class, which its typings leave out.
declare module 'keycloak-connect/middleware/auth-utils/token.js' {
  import type { Token } from 'keycloak-connect';

  const KeycloakToken: new (token: string, clientId: string) => Token;
  export default KeycloakToken;
}
