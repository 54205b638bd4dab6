/** The user name and the password in a Basic `Authorization` header; both are empty if it is none. */
export function decodeBasic(header: string | null | undefined): {
  readonly username: string;
  readonly password: string;
} {
  const text = Buffer.from(/^Basic (.+)$/.exec(header ?? "")?.[1] ?? "", "base64").toString();
  const colon = text.indexOf(":");
  return { username: text.slice(0, Math.max(colon, 0)), password: text.slice(colon + 1) };
}
