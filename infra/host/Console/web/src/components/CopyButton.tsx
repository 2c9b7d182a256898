import { useEffect, useState } from 'preact/hooks';

export function CopyButton({ text, subject, label = 'Copy' }: { text: () => string; subject: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), 1500) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button type="button" class="button slim" onClick={() => void navigator.clipboard.writeText(text()).then(() => setCopied(true))} aria-label={`Copy ${subject}`}>
      {copied ? 'Copied' : label}
    </button>
  );
}
