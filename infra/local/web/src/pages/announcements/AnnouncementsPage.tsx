export function AnnouncementsPage(_props: { query: URLSearchParams }) { return <h1>Announcements</h1>; }
