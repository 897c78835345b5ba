import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';

const TOLD_MS = 1500;

/** Copies, and tells so for a moment; `copied` is for the button's own words. */
function useCopy(text: () => string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: () => void navigator.clipboard.writeText(text()).then(() => setCopied(true)) };
}

export function CopyIconButton({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy(() => text);
  return (
    <IconButton label={copied ? 'Copied' : label} onClick={copy}>
      {copied ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
    </IconButton>
  );
}

/** With a word, for one of several things to copy. The text is only made when it is asked for. */
export function CopyButton({ text, word, label }: { text: () => string; word: string; label: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <Button
      look="quiet"
      className="!h-7 !px-2 text-small"
      aria-label={copied ? 'Copied' : label}
      onClick={copy}
    >
      {copied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
      {word}
    </Button>
  );
}
