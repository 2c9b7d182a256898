import { useEffect, useRef } from 'preact/hooks';

/** The end of a list. Calls once when it comes near to the window. */
export function NearEnd({ onNear }: { onNear: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onNear);
  latest.current = onNear;
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        observer.disconnect();
        latest.current();
      }
    }, { rootMargin: '600px' });
    if (place.current !== null) {
      observer.observe(place.current);
    }

    return () => observer.disconnect();
  }, []);
  return <div ref={place} class="near-end" />;
}
