// A server in a process of its own that answers each call after 100 ms.
import { createServer } from 'node:http';

const user = { bearerToken: 'b', userId: 'u', organizationId: 'o' };
const token = { shortToken: 'abc123def456ghi789', expiresAt: 4_000_000_000 };
const answer = JSON.stringify({ status: true, data: { ...user, ...token } });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    process.send('arrived');
    setTimeout(() => response.end(answer), 100);
  });
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());
