// What every emulator here does: listens on a free port of the loopback interface, says which on standard output, and ends with
// the process that started it, however that ends: then its standard input closes.
export function serve(server) {
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
  process.stdin.on('close', () => process.exit()).resume();
}
