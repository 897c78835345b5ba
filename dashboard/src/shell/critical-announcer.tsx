import { useEffect, useState } from 'react';
import { counted } from '../format/labels.ts';
import { formatCount, LOCALE } from '../format/money.ts';
import { feed } from '../live/feed.ts';

const SPEAK_EVERY_MS = 10_000;
const NAMED_MAX = 3;

/** Tells screen readers of new critical breaks, and of nothing else: politely, and at most once in ten seconds. */
export function CriticalAnnouncer() {
  const [message, setMessage] = useState('');
  useEffect(() => {
    const found = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const speak = (): void => {
      timer = null;
      if (found.size === 0) return;
      const ids = [...found].slice(0, NAMED_MAX).join(', ');
      setMessage(`${counted(formatCount(found.size, LOCALE), 'new critical break')}: ${ids}`);
      found.clear();
      timer = setTimeout(speak, SPEAK_EVERY_MS);
    };
    const stop = feed.onChanges((items) => {
      for (const { txn_id, severity, previous_status } of items) {
        if (severity === 'critical' && previous_status !== 'MISMATCHED') found.add(txn_id);
      }
      if (found.size > 0) timer ??= setTimeout(speak, 0);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  return (
    <div aria-live="polite" className="sr-only">
      {message}
    </div>
  );
}
