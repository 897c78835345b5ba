import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { meQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { isTimeZone } from '../format/time.ts';
import { useObservable } from '../observable.ts';
import { JUST_NOW } from '../pages/transactions/views.ts';
import { cycleZone, setPreferences } from '../preferences/preferences.ts';
import { useHasRole } from '../session/person-context.tsx';
import { sessionEnded, signInAgain } from '../session/session.ts';
import { CriticalAnnouncer } from './critical-announcer.tsx';
import { Header } from './header.tsx';
import { NavRail } from './nav-rail.tsx';
import { SearchPalette } from './search-palette.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useShortcuts } from './shortcuts.ts';

export function Shell() {
  const help = useRef<HTMLDialogElement>(null);
  const search = useRef<HTMLDialogElement>(null);
  const navigate = useNavigate();
  const seesAccess = useHasRole('auditor');
  const content = useFocusOnArrival();
  useBusinessZone();
  useShortcuts({
    '?': () => help.current?.showModal(),
    t: cycleZone,
    'shift y': () => void navigator.clipboard.writeText(location.href),
    'g o': () => void navigate({ to: '/' }),
    'g b': () => void navigate({ to: '/breaks' }),
    'g t': () => void navigate({ to: '/transactions', search: JUST_NOW }),
    'g s': () => void navigate({ to: '/sources' }),
    'g d': () => void navigate({ to: '/dead-letters' }),
    ...(seesAccess ? { 'g a': () => void navigate({ to: '/audit/access' }) } : {}),
  });
  useEffect(() => {
    // Also from within a field, and where single letters are switched off: it is no single letter.
    const listener = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      if (document.querySelector('dialog[open]') === null) search.current?.showModal();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  return (
    <div className="flex h-dvh overflow-hidden max-sm:flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-solid px-3 py-2 text-solid-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <NavRail />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Header onHelp={() => help.current?.showModal()} onSearch={() => search.current?.showModal()} />
        <SessionBanner />
        <main ref={content} id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-auto outline-none">
          <Outlet />
        </main>
      </div>
      <CriticalAnnouncer />
      <SearchPalette ref={search} />
      <ShortcutsDialog ref={help} />
    </div>
  );
}

/** Kept among the preferences, so that times are right from the first paint of the next visit on. */
function useBusinessZone(): void {
  const { data } = useQuery(meQuery);
  const zone = data?.business_zone;
  useEffect(() => {
    if (zone !== undefined) setPreferences({ businessZone: isTimeZone(zone) ? zone : 'UTC' });
  }, [zone]);
}

/** A new page takes the focus, unless something on it already has: what had it is gone with the old page. */
function useFocusOnArrival() {
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  const arrived = useRef(pathname);
  useEffect(() => {
    if (arrived.current === pathname) return;
    arrived.current = pathname;
    if (document.activeElement === document.body) content.current?.focus({ preventScroll: true });
  }, [pathname]);
  return content;
}

/** Told in place, so that what is on screen can still be read. */
function SessionBanner() {
  const ended = useObservable(sessionEnded);
  if (!ended) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 bg-attention px-4 py-2 text-table text-attention-ink"
    >
      <p>Your session has ended. What you see stays, but is no longer current.</p>
      <Button onClick={() => void signInAgain()} className="!h-7">
        Sign in again
      </Button>
    </div>
  );
}
