import { failure, MESSAGES, success } from './answer-envelope.ts';
import type { CustomModule, CustomModuleChanges, CustomModuleDraft } from './custom-module.ts';
import type { GenerateData, ResolveData, ResolveRequestBody } from './messages.ts';

const MODULE: CustomModule = {
  _id: '6530f1c2a4b5d6e7f8091a2d',
  organizationId: '6530f1c2a4b5d6e7f8091a2c',
  name: 'Custom Report',
  label: 'custom-report',
  type: 'external',
  url: 'https://svc.example/report?token={SHORT_TOKEN}',
  isActive: true,
  isDeleted: false,
  configuration: { icon: 'chart', order: 1, openInNewTab: true },
  createdTime: '2026-01-01T00:00:00.000Z',
};
const GENERATED: GenerateData = { shortToken: 'abc123def456ghi789', expiresAt: 1_767_225_900 };

/** Messages as the API documents them; the document carries each beside the schema that it fits. */
export const EXAMPLES = {
  ResolveRequest: { shortToken: 'abc123def456ghi789' } satisfies ResolveRequestBody,
  GenerateResponse: success(GENERATED),
  ResolveResponse: success<ResolveData>({
    bearerToken: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl',
    userId: '6530f1c2a4b5d6e7f8091a2b',
    organizationId: '6530f1c2a4b5d6e7f8091a2c',
  }),
  CustomModule: MODULE,
  CustomModuleDraft: {
    name: 'Custom Report',
    label: 'custom-report',
    type: 'external',
    url: 'https://svc.example/report?token={SHORT_TOKEN}',
  } satisfies CustomModuleDraft,
  CustomModuleChanges: { isActive: false } satisfies CustomModuleChanges,
  CustomModuleResponse: success(MODULE),
  CustomModulesResponse: success([MODULE]),
  RemovedResponse: { status: true, message: 'Delete success.' },
  Failure: failure(MESSAGES.shortTokenInvalid),
} as const;

/** The schemas of the document. */
export type SchemaName = keyof typeof EXAMPLES;
