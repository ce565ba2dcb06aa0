// A Worker that runs the table it is sent.
import { createShortTokenClient } from 'client.mjs';
import { runBehaviours } from 'runner.mjs';

export default {
  async fetch(request) {
    const { rows, server, runId } = await request.json();
    return Response.json(await runBehaviours(createShortTokenClient, rows, server, runId, 4));
  },
};
