// Cognito asks what an access token shall say. The API and the live channels check the tenant and the user in it; both come from attributes that only
// an administrator can write. Whoever has no tenant gets a token that opens nothing.
import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { task } from "#functions/runtime/task.ts";

export const addClaims = (event: PreTokenGenerationV2TriggerEvent): PreTokenGenerationV2TriggerEvent => {
  const { "custom:tenant": tenant, "custom:user": user, email, name } = event.request.userAttributes;
  const claims = Object.fromEntries(Object.entries({ tenant, user, email, name }).filter(([, value]) => value)) as Record<string, string>;
  event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims }, idTokenGeneration: { claimsToAddOrOverride: claims } } };
  return event;
};

export const handler = task(async (event: PreTokenGenerationV2TriggerEvent) => addClaims(event));
