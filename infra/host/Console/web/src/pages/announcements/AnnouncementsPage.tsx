import type { Announcement, AnnouncementPage } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Empty } from '../../components/Empty';
import { More } from '../../components/More';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { usePages } from '../../components/usePages';
import { AnnouncementItem } from './AnnouncementItem';
import { WebhookForm } from './WebhookForm';

const pageSize = 50;
const topics = [['', 'All topics'], ['success', 'Success'], ['failure', 'Failure']] as const;

export function AnnouncementsPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const topic = query.get('topic') ?? '';
  const order = query.get('order') === 'oldest' ? 'oldest' : 'newest';
  const ask = { topic, order, limit: pageSize };
  const page = usePages<AnnouncementPage>(
    (before) => api.announcements({ ...ask, after: before?.after }),
    (before, next) => ({ announcements: [...before.announcements, ...next.announcements], after: next.after }),
    [topic, order],
  );
  useLive('announcement', (news) => page.set((value) => value && withNews(value, news, topic, order)), [topic, order]);
  useLive('reset', page.reload, [page.reload]);

  const list = page.value?.announcements ?? [];
  return (
    <div class="page">
      <PageHead title="Announcements" lead="The messages that subscribers of the success and failure topics get, with the exact JSON." />
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
      {page.error !== null && <Notice tone="bad" title="The announcements could not be read">{page.error}</Notice>}
      <section class="panel" aria-label="List of announcements" aria-busy={page.loading}>
        <h2 class="visually-hidden">Messages</h2>
        {page.value !== null && list.length === 0 && <Empty title="Nothing was announced yet">Every upload that ends well or badly is announced here.</Empty>}
        <ol class="announcements" data-testid="announcements">
          {list.map((announcement) => <AnnouncementItem key={announcement.id} announcement={announcement} />)}
        </ol>
        <More pages={page} there={page.value?.after != null} />
      </section>
    </div>
  );
}

/** Puts a new announcement where it belongs; at the end of a list that goes on, it comes with its page. */
function withNews(page: AnnouncementPage, news: Announcement, topic: string, order: string): AnnouncementPage {
  if ((topic !== '' && news.topic !== topic) || page.announcements.some(({ id }) => id === news.id) || (order === 'oldest' && page.after !== null)) {
    return page;
  }

  return { ...page, announcements: order === 'oldest' ? [...page.announcements, news] : [news, ...page.announcements] };
}
