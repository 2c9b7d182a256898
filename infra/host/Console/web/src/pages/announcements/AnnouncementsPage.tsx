import type { Announcement, AnnouncementPage } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { LoadMore } from '../../components/LoadMore';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { usePages } from '../../components/usePages';
import { AnnouncementRow } from './AnnouncementRow';
import { WebhookForm } from './WebhookForm';

const pageSize = 50;
const topics = [['', 'All topics'], ['success', 'Success'], ['failure', 'Failure']] as const;

export function AnnouncementsPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const topic = query.get('topic') ?? '';
  const order = query.get('order') === 'oldest' ? 'oldest' : 'newest';
  const request = { topic, order, limit: pageSize };
  const page = usePages<AnnouncementPage>(
    (before) => api.announcements({ ...request, after: before?.after }),
    (before, next) => ({ announcements: [...before.announcements, ...next.announcements], after: next.after }),
    [topic, order],
  );
  useLive('announcement', (update) => page.set((value) => value && withAnnouncement(value, update, topic, order)), [topic, order]);
  useLive('reset', page.reload, [page.reload]);

  const list = page.value?.announcements ?? [];
  return (
    <div class="page">
      <PageHeader title="Announcements" lead="The messages that subscribers to the success and failure topics receive, with their exact JSON." />
      <WebhookForm />
      <div class="filters">
        <div class="chips" role="group" aria-label="Topic">
          {topics.map(([id, text]) => (
            <button key={id} type="button" class="chip" aria-pressed={topic === id} onClick={() => replaceQuery({ topic: id })} data-testid={`topic-${id || 'all'}`}>{text}</button>
          ))}
        </div>
        <div class="chips" role="group" aria-label="Order">
          <button type="button" class="chip" aria-pressed={order === 'newest'} onClick={() => replaceQuery({ order: '' })}>Newest first</button>
          <button type="button" class="chip" aria-pressed={order === 'oldest'} onClick={() => replaceQuery({ order: 'oldest' })}>Oldest first</button>
        </div>
      </div>
      {page.error !== null && <Notice tone="bad" title="Could not load the announcements">{page.error}</Notice>}
      <section class="panel" aria-label="List of announcements" aria-busy={page.loading}>
        <h2 class="visually-hidden">Messages</h2>
        {page.value !== null && list.length === 0 && <EmptyState title="No announcements yet">Every success and every failure appears here.</EmptyState>}
        <ol class="announcements" data-testid="announcements">
          {list.map((announcement) => <AnnouncementRow key={announcement.id} announcement={announcement} />)}
        </ol>
        <LoadMore pages={page} hasMore={page.value?.after != null} />
      </section>
    </div>
  );
}

/** Adds a new announcement to a list. A list with the oldest first and further pages does not take it: the last page brings it. */
function withAnnouncement(page: AnnouncementPage, update: Announcement, topic: string, order: string): AnnouncementPage {
  if ((topic !== '' && update.topic !== topic) || page.announcements.some(({ id }) => id === update.id) || (order === 'oldest' && page.after !== null)) {
    return page;
  }

  return { ...page, announcements: order === 'oldest' ? [...page.announcements, update] : [update, ...page.announcements] };
}
