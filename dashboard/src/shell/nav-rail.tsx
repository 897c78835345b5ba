import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  ArrowLeftRight,
  LayoutDashboard,
  MailX,
  PanelLeftClose,
  PanelLeftOpen,
  RadioTower,
  ScrollText,
  Unlink,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { summaryQuery } from '../api/queries.ts';
import { Mark } from '../components/icons.tsx';
import { formatCount, LOCALE } from '../format/money.ts';
import { JUST_NOW } from '../pages/transactions/views.ts';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import { useHasRole } from '../session/person-context.tsx';

const ENTRY =
  'relative flex h-9 items-center gap-3 rounded-control text-ink-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:font-semibold aria-[current=page]:text-matched max-sm:h-12 max-sm:flex-1 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:text-micro max-sm:tracking-tight';

function Entry({
  to,
  icon,
  label,
  open,
  badge = 0,
}: {
  to: '/' | '/breaks' | '/transactions' | '/sources' | '/dead-letters' | '/audit/access';
  icon: ReactNode;
  label: string;
  open: boolean;
  badge?: number;
}) {
  return (
    <Link
      to={to}
      search={to === '/transactions' ? JUST_NOW : {}}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      title={open ? undefined : label}
      className={`${ENTRY} ${open ? 'sm:px-3' : 'sm:justify-center'}`}
    >
      {icon}
      <span className={open ? '' : 'sm:sr-only'}>{label}</span>
      {badge > 0 && <CriticalBadge count={badge} open={open} />}
    </Link>
  );
}

/** A count where there is room for one, else a dot; always the count in words. */
function CriticalBadge({ count, open }: { count: number; open: boolean }) {
  const shown = formatCount(count, LOCALE);
  return (
    <>
      <span className="sr-only">{shown} critical</span>
      <span
        aria-hidden="true"
        title={`${shown} critical breaks`}
        className={
          open
            ? 'rounded-full bg-mismatched px-1.5 text-micro font-semibold text-panel max-sm:hidden sm:ml-auto'
            : 'absolute top-1.5 right-1.5 size-2 rounded-full bg-mismatched ring-2 ring-panel max-sm:right-[calc(50%-14px)]'
        }
      >
        {open && shown}
      </span>
    </>
  );
}

/** The rail on the left; on a phone the same entries as a bar at the foot. What a role never sees is absent. */
export function NavRail() {
  const { railOpen } = usePreferences();
  const { data: summary } = useQuery(summaryQuery);
  const seesAccess = useHasRole('auditor');
  const Toggle = railOpen ? PanelLeftClose : PanelLeftOpen;
  return (
    <nav
      aria-label="Main"
      className={`z-30 flex shrink-0 border-line bg-panel max-sm:order-last max-sm:border-t sm:flex-col sm:border-r sm:px-2 ${railOpen ? 'sm:w-52' : 'sm:w-14'}`}
    >
      <Link
        to="/"
        aria-label="Tieout, Overview"
        aria-current={false}
        className={`hidden h-12 items-center gap-2.5 sm:flex ${railOpen ? 'px-2' : 'justify-center'}`}
      >
        <Mark />
        {railOpen && <span className="text-title font-semibold tracking-tight">Tieout</span>}
      </Link>
      <div className="flex flex-1 sm:flex-col sm:gap-1 sm:pt-2">
        <Entry
          to="/"
          icon={<LayoutDashboard size={18} aria-hidden="true" />}
          label="Overview"
          open={railOpen}
        />
        <Entry
          to="/breaks"
          icon={<Unlink size={18} aria-hidden="true" />}
          label="Breaks"
          open={railOpen}
          badge={summary?.severities.critical ?? 0}
        />
        <Entry
          to="/transactions"
          icon={<ArrowLeftRight size={18} aria-hidden="true" />}
          label="Transactions"
          open={railOpen}
        />
        <Entry
          to="/sources"
          icon={<RadioTower size={18} aria-hidden="true" />}
          label="Sources"
          open={railOpen}
        />
        <Entry
          to="/dead-letters"
          icon={<MailX size={18} aria-hidden="true" />}
          label="Dead letters"
          open={railOpen}
        />
        {seesAccess && (
          <Entry
            to="/audit/access"
            icon={<ScrollText size={18} aria-hidden="true" />}
            label="Access log"
            open={railOpen}
          />
        )}
      </div>
      <button
        type="button"
        onClick={() => setPreferences({ railOpen: !railOpen })}
        aria-expanded={railOpen}
        aria-label={railOpen ? 'Narrow the menu' : 'Widen the menu'}
        title={railOpen ? undefined : 'Widen the menu'}
        className={`mb-2 hidden h-9 items-center gap-3 rounded-control text-ink-soft hover:bg-hover hover:text-ink sm:flex ${railOpen ? 'px-3' : 'justify-center'}`}
      >
        <Toggle size={18} aria-hidden="true" />
        {railOpen && <span className="text-table">Narrow</span>}
      </button>
    </nav>
  );
}
