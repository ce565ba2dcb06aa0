import { RECEIVER } from './read-seed.ts';
import type { Seed } from './seed.ts';

// Ids have the form of MileApp's.
const ROLES = {
  administrator: '6530f1c2a4b5d6e7f8091b01',
  dispatcher: '6530f1c2a4b5d6e7f8091b02',
  driver: '6530f1c2a4b5d6e7f8091b03',
};
const USERS = {
  administrator: '6530f1c2a4b5d6e7f8091c01',
  dispatcher: '6530f1c2a4b5d6e7f8091c02',
  driver: '6530f1c2a4b5d6e7f8091c03',
};

/** What a sandbox starts with when nothing else is given. */
export const DEFAULT_SEED: Seed = {
  organizationId: '6530f1c2a4b5d6e7f8091a00',
  roles: [
    {
      id: ROLES.administrator,
      name: 'Administrators',
      administrator: true,
      permissions: ['View Report', 'View Stock', 'View Route'],
    },
    { id: ROLES.dispatcher, name: 'Dispatchers', permissions: ['View Report', 'View Stock'] },
    { id: ROLES.driver, name: 'Drivers', permissions: ['View Route'] },
  ],
  users: [
    {
      id: USERS.administrator,
      name: 'Administrator',
      roles: [ROLES.administrator],
      personalAccessToken: 'sandbox-administrator',
    },
    {
      id: USERS.dispatcher,
      name: 'Dispatcher',
      roles: [ROLES.dispatcher],
      personalAccessToken: 'sandbox-dispatcher',
    },
    {
      id: USERS.driver,
      name: 'Driver',
      roles: [ROLES.driver],
      personalAccessToken: 'sandbox-driver',
    },
  ],
  modules: [
    { name: 'Report', type: 'external', url: `${RECEIVER}/webhook?token={SHORT_TOKEN}`, order: 1 },
    { name: 'Stock', type: 'internal', url: `${RECEIVER}/stock?token={SHORT_TOKEN}`, order: 2 },
    { name: 'Route', type: 'mobile', url: `${RECEIVER}/route?token={SHORT_TOKEN}`, order: 3 },
  ],
  tasks: [
    {
      id: '6530f1c2a4b5d6e7f8091d01',
      title: 'Approve the weekly report',
      assignee: USERS.administrator,
    },
    { id: '6530f1c2a4b5d6e7f8091d02', title: 'Plan the north route', assignee: USERS.dispatcher },
    { id: '6530f1c2a4b5d6e7f8091d03', title: 'Count the spare crates', assignee: USERS.dispatcher },
    { id: '6530f1c2a4b5d6e7f8091d04', title: 'Deliver twelve parcels', assignee: USERS.driver },
    { id: '6530f1c2a4b5d6e7f8091d05', title: 'Collect the empty crates', assignee: USERS.driver },
  ],
};
