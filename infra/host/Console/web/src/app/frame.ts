import type { LiveState } from '../api/live';
import type { Page } from './router';

// The frame around the pages is in index.html. These functions keep it up to date.

const texts: Record<LiveState, string> = { connecting: 'Connecting', open: 'Live', lost: 'Host unreachable', paused: 'Paused' };

export function showConnection(state: LiveState): void {
  const connection = document.getElementById('connection');
  if (connection !== null) {
    connection.dataset['state'] = state;
    connection.lastElementChild!.textContent = texts[state];
  }
}

export function showPage(page: Page | null): void {
  document.querySelectorAll<HTMLElement>('.nav a').forEach((link) => {
    if (link.dataset['page'] === page) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else {
      link.removeAttribute('aria-current');
    }
  });
}

/** Makes the skip link focus the content. The fragment is the route, so a plain link to `#content` would leave the page. */
export function startSkipLink(): void {
  document.getElementById('skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById('content')?.focus();
  });
}
