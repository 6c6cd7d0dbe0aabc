// Bundled in place of the AWS SDK's credential chain. Lambda gives a function its credentials in the environment, and so does the local cloud;
// the other eight ways of the chain (profiles, single sign-on, containers, …) are 90 KB in every bundle that no function ever runs.
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
