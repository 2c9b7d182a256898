// Clients put the bucket into the host name, as in AWS: bucket.s3.emulated/key. (With the bucket in the path, the SDK drops a key's
// leading slash.) The emulators expect it in the path, so this rewrites the request. It avoids the URL class, which would resolve the
// segments "." and "..".
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
