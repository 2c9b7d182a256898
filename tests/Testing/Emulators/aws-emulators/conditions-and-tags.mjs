// Adds what the pipeline needs from S3 and neither emulator supports: conditions of PUT (fauxqs supports If-Match of GET, s3rver
// supports no conditions), x-amz-tagging of PUT, and object tags. It runs in front of an emulator and forwards all other requests.
export function withConditionsAndTags(handle, headOf) {
  const tags = new Map();
  const writing = new Map();

  return (request, response) => {
    const { pathname, searchParams } = split(request.url);
    const isObject = /^\/[^/]+\/./.test(pathname);
    const answer = !isObject
      ? Promise.resolve(handle(request, response))
      : searchParams.has('tagging')
        ? answerTags(request, response, pathname)
        : request.method === 'PUT'
          ? inTurn(pathname, () => put(request, response, pathname))
          : read(request, response, pathname);
    answer.catch((error) => fail(request, response, 500, 'InternalError', String(error?.stack ?? error)));
  };

  async function read(request, response, pathname) {
    const wanted = request.headers['if-match'];
    if (wanted && (request.method === 'GET' || request.method === 'HEAD')) {
      const head = await headOf(pathname);
      if (head && head.etag !== wanted) {
        return fail(request, response, 412, 'PreconditionFailed', 'If-Match');
      }
    }
    handle(request, response);
  }

  async function put(request, response, pathname) {
    const { 'if-none-match': none, 'if-match': match, 'x-amz-tagging': tagging } = request.headers;
    const head = none || match ? await headOf(pathname) : undefined;
    if (match && !head) {
      return fail(request, response, 404, 'NoSuchKey', 'If-Match of no object');
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

  async function answerTags(request, response, pathname) {
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
    return fail(request, response, 501, 'NotImplemented', `${request.method} of tags`);
  }

  // No other write happens between the check of a condition and its write.
  function inTurn(pathname, write) {
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
