// One endpoint that answers every resolve alike, as fast as node:http can, in a process of its own.
import { createServer } from 'node:http';

const answer = JSON.stringify({
  status: true,
  message: 'Success.',
  data: {
    bearerToken: `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${'x'.repeat(900)}`,
    userId: '5f0c1d2e3f4a5b6c7d8e9f00',
    organizationId: '5f0c1d2e3f4a5b6c7d8e9f01',
  },
});

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
