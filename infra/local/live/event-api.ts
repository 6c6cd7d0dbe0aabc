// What the template says about the Event API, and what a caller hears when it says no.
import type { JWTPayload } from "jose";

export type AuthType = "OPENID_CONNECT" | "AMAZON_COGNITO_USER_POOLS" | "AWS_IAM";
export type AuthMode = { readonly AuthType: string };

/** Properties of AWS::AppSync::Api. */
export type EventApi = {
  readonly Name: string;
  readonly EventConfig: {
    readonly AuthProviders: readonly AuthMode[];
    readonly ConnectionAuthModes: readonly AuthMode[];
    readonly DefaultPublishAuthModes: readonly AuthMode[];
    readonly DefaultSubscribeAuthModes: readonly AuthMode[];
  };
};

/** Properties of AWS::AppSync::ChannelNamespace. */
export type ChannelNamespace = {
  readonly Name: string;
  readonly CodeHandlers?: string;
  readonly PublishAuthModes?: readonly AuthMode[];
  readonly SubscribeAuthModes?: readonly AuthMode[];
};

/** Who calls, as handlers see it in `ctx.identity`. */
export type Identity =
  | { readonly type: "user"; readonly claims: JWTPayload; readonly sub: string; readonly issuer: string; readonly username: string }
  | { readonly type: "iam"; readonly accountId: string; readonly userArn: string; readonly username: string };

export type EventError = { readonly errorType: string; readonly message: string };

/** A no of the Event API: what it says is AWS's error type and a sentence. */
export class EventApiError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }

  get asEvent(): EventError {
    return { errorType: this.errorType, message: this.message };
  }
}

export const unauthorized = () => new EventApiError("UnauthorizedException", "You are not authorized to make this call.");
export const badRequest = (message: string) => new EventApiError("BadRequestException", message);
