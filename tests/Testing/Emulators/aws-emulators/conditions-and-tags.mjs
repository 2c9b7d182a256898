// Adds what the pipeline needs from S3 and both emulators lack: conditions of PUT (fauxqs supports If-Match of GET, s3rver no condition at
// all), x-amz-tagging of PUT, and the tags of an object. It runs in front of an emulator and passes everything else on.
export function withConditionsAndTags(handle, headOf) {
  const tags = new Map();
  const writing = new Map();

  return (request, response) => {
    const { pathname, searchParams } = split(request.url);
    const isObject = /^\/[^/]+\/./.test(pathname);
    const handled = !isObject
      ? Promise.resolve(handle(request, response))
      : searchParams.has('tagging')
        ? handleTags(request, response, pathname)
        : request.method === 'PUT'
          ? serialize(pathname, () => put(request, response, pathname))
          : read(request, response, pathname);
    handled.catch((error) => fail(request, response, 500, 'InternalError', String(error?.stack ?? error)));
  };

  async function read(request, response, pathname) {
    const match = request.headers['if-match'];
    if (match && (request.method === 'GET' || request.method === 'HEAD')) {
      const head = await headOf(pathname);
      if (head && head.etag !== match) {
        return fail(request, response, 412, 'PreconditionFailed', 'If-Match');
      }
    }
    handle(request, response);
  }

  async function put(request, response, pathname) {
    const { 'if-none-match': none, 'if-match': match, 'x-amz-tagging': tagging } = request.headers;
    const head = none || match ? await headOf(pathname) : undefined;
    if (match && !head) {
      return fail(request, response, 404, 'NoSuchKey', 'If-Match without an object');
    }
    if ((none === '*' && head) || (match && head.etag !== match)) {
      return fail(request, response, 412, 'PreconditionFailed', none ? 'If-None-Match' : 'If-Match');
    }
    const finished = new Promise((resolve) => response.once('close', resolve));
    handle(request, response);
    await finished;
    if (response.statusCode === 200) {
      tags.set(pathname, new URLSearchParams(tagging ?? ''));
    }
  }

  async function handleTags(request, response, pathname) {
    if (!(await headOf(pathname))) {
      return fail(request, response, 404, 'NoSuchKey', 'The specified key does not exist.');
    }
    if (request.method === 'DELETE') {
      tags.delete(pathname);
      return reply(request, response, 204, '');
    }
    if (request.method === 'GET') {
      const set = [...(tags.get(pathname) ?? [])].map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('');
      return reply(request, response, 200, `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set}</TagSet></Tagging>`);
    }
    if (request.method === 'PUT') {
      const chunks = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const set = Buffer.concat(chunks).toString().matchAll(/<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g);
      tags.set(pathname, new URLSearchParams([...set].map(([, key, value]) => [key, value])));
      return reply(request, response, 200, '');
    }
    return fail(request, response, 501, 'NotImplemented', `${request.method} of tags`);
  }

  // Runs the writes of a key one after the other, so that none comes between another's check and write.
  function serialize(pathname, write) {
    const turn = (writing.get(pathname) ?? Promise.resolve()).catch(() => {}).then(write);
    writing.set(pathname, turn);
    turn.catch(() => {}).finally(() => writing.get(pathname) === turn && writing.delete(pathname));
    return turn;
  }
}

function split(url) {
  const [pathname, query = ''] = url.split(/\?(.*)/s);
  return { pathname, searchParams: new URLSearchParams(query) };
}

export function fail(request, response, status, code, message) {
  reply(request, response, status, `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function reply(request, response, status, body) {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'test' });
  response.end(request.method === 'HEAD' ? undefined : body);
}
