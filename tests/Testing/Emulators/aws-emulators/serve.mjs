// Listens on a free port of the loopback interface and prints the port to standard output. The emulator ends with the process that
// started it, however that ends, because its standard input then closes.
export function serve(server) {
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
  process.stdin.on('close', () => process.exit()).resume();
}
