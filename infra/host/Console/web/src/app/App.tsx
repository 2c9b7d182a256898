import { useEffect, useLayoutEffect } from 'preact/hooks';
import { AnnouncementsPage } from '../pages/announcements/AnnouncementsPage';
import { DefinitionPage } from '../pages/definition/DefinitionPage';
import { ExecutionPage } from '../pages/execution/ExecutionPage';
import { ExecutionsPage } from '../pages/executions/ExecutionsPage';
import { ImagePage } from '../pages/image/ImagePage';
import { ImagesPage } from '../pages/images/ImagesPage';
import { MapRunPage } from '../pages/maprun/MapRunPage';
import { NumbersPage } from '../pages/numbers/NumbersPage';
import { UploadPage } from '../pages/upload/UploadPage';
import { EmptyState } from '../components/EmptyState';
import { showPage } from './frame';
import { InterruptionNotice } from './InterruptionNotice';
import { executionName, useRoute, type Route } from './router';
import { useServices } from './services';

export function App() {
  const route = useRoute();
  const { live } = useServices();
  const execution = route?.page === 'executions' && route.id !== null ? executionName(route.id) : null;
  const pageKey = `${route?.page}/${route?.id}`;
  useEffect(() => showPage(route?.page ?? null), [route?.page]);
  useLayoutEffect(() => live.watch(execution), [live, execution]);
  useEffect(() => scrollTo(0, 0), [pageKey]);
  return (
    <>
      <InterruptionNotice />
      <RoutedPage key={pageKey} route={route} />
    </>
  );
}

function RoutedPage({ route }: { route: Route | null }) {
  switch (route?.page) {
    case 'upload':
      return <UploadPage />;
    case 'executions':
      return route.id === null ? <ExecutionsPage query={route.query} /> : <ExecutionPage name={route.id} query={route.query} />;
    case 'images':
      return route.id === null ? <ImagesPage query={route.query} /> : <ImagePage imageKey={route.id} />;
    case 'map-runs':
      return route.id === null ? <ExecutionsPage query={route.query} /> : <MapRunPage id={route.id} query={route.query} />;
    case 'announcements':
      return <AnnouncementsPage query={route.query} />;
    case 'definition':
      return <DefinitionPage />;
    case 'numbers':
      return <NumbersPage />;
    default:
      return <EmptyState title="Page not found" level="h1">Choose a page in the navigation.</EmptyState>;
  }
}
