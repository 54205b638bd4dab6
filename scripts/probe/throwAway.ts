import { isSigfoxError, type ApiUsersClient } from "../../src/index";

/** By this name the next run finds what a killed one has left behind. */
export const throwAwayName = "Probe of sigfox-api-users: may be deleted";

/** Deletes every throw-away user of a group, of this run and of earlier ones. Returns how many there were. */
export async function deleteThrowAways(apiUsers: ApiUsersClient, groupId: string, ownLogin: string): Promise<number> {
  const users = await apiUsers.list({ groupIds: [groupId] }).toArray();
  const left = users.filter(({ id, name }) => name === throwAwayName && id !== ownLogin);
  for (const { id } of left) await deleteIfThere(apiUsers, id);
  return left.length;
}

export async function deleteIfThere(apiUsers: ApiUsersClient, id: string): Promise<void> {
  try {
    await apiUsers.delete(id);
  } catch (error) {
    if (!isSigfoxError(error) || error.kind !== "notFound") throw error;
  }
}
