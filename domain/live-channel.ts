// The channels of live screens, as they are named by who publishes, who listens, and the rule at the door (infra/live.ts).
//
// Everybody of a tenant may hear that something moved: such a message says nothing else. What is about one object goes to the own channels of those
// who may see it, and nowhere else.
export const liveTopics = ["imports", "ledger", "payments", "reminders"] as const;
export type LiveTopic = (typeof liveTopics)[number];

export const topicChannel = (tenant: string, topic: LiveTopic): string => `/tenant/${tenant}/${topic}`;
export const userChannel = (tenant: string, userId: string): string => `/tenant/${tenant}/user/${asSegment(userId)}`;

/** A part of a channel's name is letters, digits and single marks in between; two ids never become one. No regular expressions: AppSync has none. */
export const segmentSpellings = [["-", "--"], ["_", "-u"], [".", "-d"], ["~", "-t"]] as const;
export const asSegment = (id: string): string => `${segmentSpellings.reduce((text, [mark, spelling]) => text.split(mark).join(spelling), id)}x`;
