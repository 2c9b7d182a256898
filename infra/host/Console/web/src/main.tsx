import { render } from 'preact';
import { ApiClient } from './api/client';
import { Live } from './api/live';
import { App } from './app/App';
import { showConnection, startSkipLink } from './app/frame';
import { ServicesContext } from './app/services';
import { startTheme } from './app/theme';
import { UploadQueue } from './pages/upload/queue';

const live = new Live();
const api = new ApiClient(() => live.whenReady());
const uploads = new UploadQueue(api, live);

live.onState = showConnection;
startSkipLink();
startTheme(document.getElementById('theme')!);

render(<ServicesContext.Provider value={{ api, live, uploads }}><App /></ServicesContext.Provider>, document.getElementById('content')!);
// After rendering: the page chooses the execution whose history the connection watches.
live.start();
