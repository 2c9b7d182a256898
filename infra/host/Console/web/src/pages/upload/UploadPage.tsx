import { useEffect, useReducer, useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { keyPath } from '../../api/client';
import { CopyButton } from '../../components/CopyButton';
import { formatBytes, plural } from '../../components/format';
import { messageOf, useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { DropZone } from './DropZone';
import { isFocalPoint, isSystemFile, keyFor, parseMetadata, pastedFiles, type PickedFile } from './files';
import type { NewUpload } from './queue';
import { ReplaceDialog, type ReplaceQuestion } from './ReplaceDialog';
import { UploadList } from './UploadList';

const prefixSetting = 'upload-prefix';

export function UploadPage() {
  const { api, uploads } = useServices();
  const status = useLoaded(api.status, []);
  const [prefix, setPrefix] = useState(localStorage.getItem(prefixSetting) ?? '');
  const [focalPoint, setFocalPoint] = useState('');
  const [metadata, setMetadata] = useState('');
  const [skipped, setSkipped] = useState(0);
  const [fault, setFault] = useState<{ title: string; message: string } | null>(null);
  const [questions, setQuestions] = useState<readonly ReplaceQuestion[]>([]);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const redrawSoon = useThrottled(100, () => redraw(undefined));
  useEffect(() => uploads.subscribe(redrawSoon), [uploads]);
  useEffect(() => localStorage.setItem(prefixSetting, prefix), [prefix]);

  const maxUploadBytes = status.value?.maxUploadBytes ?? null;
  uploads.maxUploadBytes = maxUploadBytes;
  const add = (picked: PickedFile[]): void => {
    const files = picked.filter((file) => !isSystemFile(file));
    setSkipped(picked.length - files.length);
    setFault(null);
    const chosen = files.map(({ file, path }): NewUpload => ({ file, key: keyFor(prefix, path), focalPoint: focalPoint.trim(), metadata: parseMetadata(metadata) ?? {} }));
    api.existingOriginals(chosen.map(({ key }) => key)).then(
      (stored) => {
        const existing = new Set([...stored, ...uploads.pendingKeys]);
        if (chosen.some(({ key }) => existing.has(key))) {
          setQuestions((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, files: chosen, existing }]);
        } else {
          uploads.add(chosen);
        }
      },
      (error: unknown) => setFault({ title: 'Nothing was uploaded: the host could not say which keys exist', message: messageOf(error) }),
    );
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      if (event.clipboardData !== null && event.clipboardData.files.length > 0) {
        event.preventDefault();
        add(pastedFiles(event.clipboardData, new Date()));
      }
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [prefix, focalPoint, metadata]);

  const example = keyFor(prefix, 'photo.jpg');
  const address = status.value?.address ?? location.origin;
  const command = `curl -T photo.jpg ${address}/${status.value?.bucket ?? 'uploads'}/${keyPath(example)}`;
  return (
    <div class="page">
      <PageHeader title="Upload" lead="Every image you upload starts an execution that validates, resizes, records and announces it." />
      {status.value !== null && (
        <p class="muted small" data-testid="limits">
          Images of at most {formatBytes(status.value.maxImageBytes)}: {status.value.formats.join(', ')}. Anything else is rejected with its reason.
        </p>
      )}
      <DropZone onFiles={add} onFault={(error) => setFault({ title: 'Could not read the files', message: messageOf(error) })}>
        <div class="stack">
          <div class="field prefix">
            <label for="prefix">Key prefix</label>
            <input id="prefix" class="input mono" value={prefix} placeholder="none" spellcheck={false} onInput={(event) => setPrefix(event.currentTarget.value)} data-testid="prefix" />
            <p class="muted">photo.jpg gets the key <code class="wrap-anywhere" data-testid="key-example">{example}</code></p>
          </div>
          <div class="field prefix">
            <label for="focal-point">Focal point</label>
            <input id="focal-point" class="input mono" value={focalPoint} placeholder="none" spellcheck={false} aria-invalid={focalPoint.trim() !== '' && !isFocalPoint(focalPoint)} onInput={(event) => setFocalPoint(event.currentTarget.value)} data-testid="focal-point" />
            <p class="muted">{focalPoint.trim() === '' || isFocalPoint(focalPoint) ? 'x,y from 0 to 1, such as 0.3,0.7: what crops with the gravity focal keep in the middle' : 'Enter x,y, each from 0 to 1, such as 0.3,0.7'}</p>
          </div>
          <div class="field prefix">
            <label for="user-metadata">Metadata</label>
            <textarea id="user-metadata" class="textarea short mono" rows={2} value={metadata} placeholder="none" spellcheck={false} aria-invalid={parseMetadata(metadata) === null} onInput={(event) => setMetadata(event.currentTarget.value)} data-testid="user-metadata" />
            <p class="muted">{parseMetadata(metadata) === null ? 'Enter name=value, one a line' : 'name=value, one a line: what the record keeps of the upload, as x-amz-meta-name does in S3'}</p>
          </div>
        </div>
      </DropZone>
      {fault !== null && <Notice tone="bad" title={fault.title}>{fault.message}</Notice>}
      {questions[0] !== undefined && <ReplaceDialog key={questions[0].id} question={questions[0]} onUpload={(chosen) => uploads.add(chosen)} onClose={() => setQuestions((before) => before.filter((each) => each !== questions[0]))} />}
      {skipped > 0 && <Notice tone="idle" title={`${plural(skipped, 'system file')} skipped`}>.DS_Store, Thumbs.db and desktop.ini are not uploaded.</Notice>}
      <UploadList uploads={uploads.uploads} queue={uploads} />
      <section class="stack" aria-label="Other ways to upload">
        <h2>From a terminal</h2>
        <div class="command"><code tabIndex={0} data-testid="curl">{command}</code><CopyButton text={() => command} subject="the curl command" /></div>
        <p class="muted small">
          {maxUploadBytes === null ? '' : `An upload can be at most ${formatBytes(maxUploadBytes)}. `}
          {status.value?.watchedFolder == null ? '' : <>Files that you put in <code>{status.value.watchedFolder}</code> are uploaded as well. </>}
          {status.value === null ? '' : <>All data is stored in <code class="wrap-anywhere">{status.value.dataFolder}</code>.</>}
        </p>
      </section>
    </div>
  );
}
