// Clients name the bucket in the host, as in AWS: bucket.s3.emulated/key. (In the path, the SDK loses a key's leading slash.) The
// emulators take it in the path. Not by URL, which would resolve the segments "." and "..".
export function withVirtualHosts(handle) {
  return (request, response) => {
    const bucket = /^(.+)\.s3\.emulated(:|$)/.exec(request.headers.host)?.[1];
    if (bucket) {
      request.url = `/${bucket}${request.url}`;
      request.headers.host = 'localhost';
    }
    return handle(request, response);
  };
}
