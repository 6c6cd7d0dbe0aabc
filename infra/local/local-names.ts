// The template names AWS's public addresses; on this machine the same things are found on the loopback. This translates the one into the
// other in what functions and browsers are given: environment variables and response headers.
import { REGION } from "#infra/local/engine.ts";
import type { UserPoolPlan } from "#infra/local/template/web-plan.ts";

export type Localize = (text: string) => string;

export const localizer = (places: { app: string; issuer: string; s3: string; userPools: readonly UserPoolPlan[]; buckets: readonly string[] }): Localize => {
  const issuerHost = places.issuer.replace("http://", "");
  const replacements: [string, string][] = [
    ...places.userPools.flatMap(({ id, domains }): [string, string][] => [
      [`https://cognito-idp.${REGION}.amazonaws.com/${id}`, places.issuer],
      ...domains.flatMap((domain): [string, string][] => [
        [`https://${domain}.auth.${REGION}.amazoncognito.com`, places.issuer],
        [`${domain}.auth.${REGION}.amazoncognito.com`, issuerHost],
      ]),
    ]),
    [`https://cognito-idp.${REGION}.amazonaws.com`, places.app],
    [`https://${new URL(places.app).host}`, places.app],
    ...places.buckets.map((bucket): [string, string] => [`https://${bucket}.s3.${REGION}.amazonaws.com`, places.s3]),
  ];
  return (text) => replacements.reduce((result, [from, to]) => result.replaceAll(from, to), text);
};
