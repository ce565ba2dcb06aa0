import * as z from 'zod/mini';
import { BODIES } from './schemas.ts';

type Json = Record<string, unknown>;

/** One call: method, path, summary, the name of its body, status and text of its answer. */
type Row = readonly [string, string, string, keyof typeof BODIES | undefined, number, string];

const ROWS: readonly Row[] = [
  ['get', '/state', 'Everything but the journey.', undefined, 200, 'The state.'],
  ['get', '/events', 'State and journey as they change.', undefined, 200, 'Server-sent events.'],
  ['get', '/journey', 'Every invocation that is kept.', undefined, 200, 'The oldest first.'],
  ['delete', '/journey', 'Forget the invocations.', undefined, 204, 'Forgotten.'],
  ['get', '/journey/{id}', 'One invocation.', undefined, 200, 'With its steps.'],
  ['post', '/sessions', 'Log a user in.', 'Session', 201, 'A bearer.'],
  ['post', '/clicks', 'A person chooses a menu entry.', 'Click', 201, 'Its id, and a bearer.'],
  ['post', '/clicks/{id}/opening', 'What became of it.', 'Opening', 204, 'Noted.'],
  ['post', '/visits', 'Perform a whole invocation.', 'Visit', 200, 'Journey, status, hops.'],
  ['post', '/audits', 'Audit the service behind a module.', 'Audit', 200, 'The report.'],
  ['put', '/roles/{id}', 'Replace the permissions of a role.', 'Permissions', 204, 'Replaced.'],
  ['post', '/faults', 'Play a failure instead of the answer.', 'Fault', 201, 'Its id.'],
  ['delete', '/faults', 'Play no failure any more.', undefined, 204, 'Cleared.'],
  ['delete', '/faults/{id}', 'Cancel one failure.', undefined, 204, 'Cancelled.'],
  ['put', '/latency', 'Make every call take longer.', 'Latency', 204, 'Set.'],
  ['post', '/clock', 'Step the clock forward.', 'Advance', 200, 'The time now.'],
  ['delete', '/clock', 'Back to the time of the system.', undefined, 204, 'Set back.'],
  ['post', '/reset', 'Back to the seed.', undefined, 204, 'As at the start.'],
];

/** Builds the OpenAPI 3.1 document of the control API from the schemas that it reads with. */
export function controlOpenApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [method, path, summary, body, status, description] of ROWS) {
    const parameters = path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : [];
    const content = { 'application/json': { schema: ref(body ?? 'Error') } };
    paths[path] = {
      ...paths[path],
      [method]: {
        summary,
        operationId: `${method}${path.replace(/\W+(\w?)/g, (_, first) => first.toUpperCase())}`,
        ...(parameters.length > 0 && { parameters }),
        ...(body && { requestBody: { required: true, content } }),
        responses: {
          [status]: { description },
          '4XX': {
            description: 'What is wrong, for a person.',
            content: { 'application/json': { schema: ref('Error') } },
          },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Controls of the MileApp sandbox',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/__sandbox' }],
    security: [],
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(Object.entries(BODIES).map(([name, schema]) => [name, json(schema)])),
        Error: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
      },
    },
  };
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function json(schema: z.ZodMiniType): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema) as Json;
  return rest;
}
