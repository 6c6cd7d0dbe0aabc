// A new data folder gets a tenant, its people, and (unless it shall stay empty) the demo company. Both may
// run again after they were interrupted.
import type { Cloud } from "#infra/local/cloud.ts";
import { fillDemo, type Ground, provisionEmpty } from "#infra/local/demo/fill.ts";
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";
import { endpointsOf, tellEndpoints } from "#infra/local/endpoints.ts";
import { REGION } from "#infra/local/engine.ts";

const PROVISION = /access-provision-tenant$/;

export const fill = async (cloud: Cloud, { empty, customers, say }: { empty: boolean; customers: number; say: (line: string) => void }): Promise<void> => {
  if (!cloud.folder.isNew) return;
  const provisionFunction = cloud.plan.functions.find(({ name }) => PROVISION.test(name))?.name;
  if (!provisionFunction) {
    say("The template has no function that sets up a tenant: nobody can sign in yet.");
    return;
  }
  const { api, aws, buckets } = endpointsOf(cloud);
  const ground: Ground = {
    api,
    s3: aws.s3,
    region: REGION,
    credentials: { ...LOCAL_KEYS },
    inbox: buckets.inbox,
    provisionFunction,
    invoke: cloud.lambdas.invoke,
    token: (email) => cloud.identity.issueToken(email),
    say,
    now: cloud.clock.now(),
  };
  say(empty ? "Setting up an empty tenant" : "Setting up the demo company");
  try {
    const provisioned = empty ? await provisionEmpty(ground) : await fillDemo(ground, customers);
    await cloud.identity.offerDemoUsers(provisioned.users);
    cloud.folder.markFilled(provisioned);
    tellEndpoints(cloud);
  } catch (problem) {
    say(`This did not work and will be tried again at the next start: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
};
