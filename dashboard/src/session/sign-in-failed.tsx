import { Button } from '../components/button.tsx';

/** There is no session to show anything with. */
export function SignInFailed({ failure }: { failure: unknown }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 px-6">
      <h1 className="text-verdict font-semibold">Sign-in does not answer</h1>
      <p className="text-ink-soft">
        The sign-in server could not be reached, or refused the way back. It may still be starting:{' '}
        <code className="font-mono">npm run status</code> tells.
      </p>
      <p className="font-mono text-small text-waiting">
        {failure instanceof Error ? failure.message : 'unknown failure'}
      </p>
      <div>
        <Button look="solid" onClick={() => location.reload()}>
          Try again
        </Button>
      </div>
    </main>
  );
}
