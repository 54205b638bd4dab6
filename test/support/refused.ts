import { SigfoxValidationError, type ApiUsersClient, type SigfoxIssue } from "../../src/index";
import { rejectionOf } from "./rejection";
import { status, stubClient } from "./stubFetch";

/** The refusal of a call of which nothing was sent. */
export async function refused(
  call: (apiUsers: ApiUsersClient) => PromiseLike<unknown>,
): Promise<SigfoxValidationError> {
  const { apiUsers, requests } = stubClient(status(204));
  const error = await rejectionOf(SigfoxValidationError, call(apiUsers));
  expect(requests).toHaveLength(0);
  expect(error).toMatchObject({ kind: "validation", attempts: 0, mayHaveBeenApplied: false });
  expect(error.message).toMatch(/; nothing was sent$/);
  return error;
}

export const issue = (type: SigfoxIssue["type"], field: string, message: string): SigfoxIssue => ({
  type,
  field,
  message,
});
