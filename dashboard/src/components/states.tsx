import { CircleAlert, Lock, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/problem.ts';
import type { Role } from '../api/schema.ts';
import { leadingRole } from '../session/session.ts';
import { usePerson } from '../session/person-context.tsx';
import { Button } from './button.tsx';

/** A calm page in place of content: nothing yet, nothing fits, not found. */
export function Notice({
  title,
  heading: Heading = 'h2',
  children,
  actions,
}: {
  title: string;
  /** h1 where the page has no other. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-14 text-center">
      <Heading className="text-title font-semibold">{title}</Heading>
      {children !== undefined && <div className="text-ink-soft">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** What failed, why, what next, and what to quote. Stands where the thing would stand; the rest of the page goes on. */
export function ProblemPanel({
  what,
  problem,
  retry,
}: {
  what: string;
  problem: ApiProblem;
  retry: () => void;
}) {
  return (
    <div role="alert" className="flex flex-col gap-2 border-l-[3px] border-mismatched px-4 py-3">
      <p className="flex items-center gap-2 font-semibold">
        <CircleAlert size={16} className="shrink-0 text-mismatched" aria-hidden="true" />
        {what}
      </p>
      <p className="text-ink-soft">
        {problem.message} {problem.passing ? 'Trying again may help.' : ''}
      </p>
      <p className="font-mono text-small text-waiting">
        {problem.code}
        {problem.requestId === null ? '' : ` · request ${problem.requestId}`}
      </p>
      <div>
        <Button onClick={retry}>
          <RotateCw size={14} aria-hidden="true" />
          Try again
        </Button>
      </div>
    </div>
  );
}

/** For a page some roles never see: which role can, and which one this person has. */
export function NotForYourRole({ needs }: { needs: Role }) {
  const person = usePerson();
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-20 text-center">
      <span className="mb-2 flex size-11 items-center justify-center rounded-full bg-waiting-tint text-ink-soft">
        <Lock size={20} aria-hidden="true" />
      </span>
      <h1 className="text-verdict font-semibold">Not for your role</h1>
      <p className="text-ink-soft">
        This page needs <b className="font-semibold text-ink">{needs}</b>. You are{' '}
        <b className="font-semibold text-ink">{leadingRole(person.roles) ?? 'without a role'}</b>. An admin
        can give you the role.
      </p>
    </div>
  );
}

/** A grey bar where a value will stand; seen only if it takes longer than 150 ms. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={`skeleton inline-block align-middle ${className}`} />;
}
