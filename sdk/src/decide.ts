import type { Fields } from "./person";

export type Message = {
  contactId: string;
  placement: string;
  title: string;
  body: string;
  button: string;
  url: string;
  expiresAt: string;
};

/** What the server decided to show this customer at this place; nothing when it cannot be asked. */
export async function decide(server: string, writeKey: string, who: Fields, placement: string): Promise<Message[]> {
  try {
    const answer = await fetch(`${server}/v1/decide`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Basic ${btoa(`${writeKey}:`)}` },
      body: JSON.stringify({ ...who, placement, channel: "in_app" }),
      credentials: "omit",
    });
    return answer.ok ? (((await answer.json()) as { messages?: Message[] }).messages ?? []) : [];
  } catch {
    return [];
  }
}
