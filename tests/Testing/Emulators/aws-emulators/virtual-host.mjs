// Clients put the bucket into the host name, as in AWS: bucket.s3.emulated/key. (If it is in the path, the SDK drops a key's leading
// slash.) The emulators expect it in the path. This does not use the URL class, which would resolve the segments "." and "..".
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
