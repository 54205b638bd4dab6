import type { OperationId, SigfoxErrorKind } from "../../src/index";
import { facade } from "../../scripts/spec/facade";
import { onceOnly, reads } from "../support/eachOperation";
import { expectedKind } from "../support/statusKinds";

/** What comes of a call: a result, or an error that says these three things. */
export interface Outcome {
  readonly kind: SigfoxErrorKind | "resolves";
  readonly attempts: number;
  readonly mayHaveBeenApplied: boolean;
}

/** How an attempt ends, however that came about; a number is the status of a complete answer. */
export type End =
  | "unsent" // the connection was never made
  | "lost" // it was lost before the headers of the answer were complete
  | "stalled" // nothing more came before the headers were complete
  | "cut" // the headers of a success came, its body did not come to its end
  | "stalled in the body" // the headers of a success came, its body never ended
  | "unreadable" // a complete success whose body is not what the contract promises
  | "cut without a word" // a success whose body ends early, as if it were whole
  | "text" // a success that is the page of a gateway: HTML, complete or not
  | "success"
  | number;

interface Rule {
  readonly kind: SigfoxErrorKind;
  /** Which operations try again. */
  readonly isRepeated: "by all" | "by those that may be repeated" | "by reads" | "never";
  /** Whether a write that was sent may have been carried out. */
  readonly isInconclusive: boolean;
}

function ruleFor(end: Exclude<End, "success">): Rule {
  switch (end) {
    case "unsent":
      return { kind: "connection", isRepeated: "by all", isInconclusive: false };
    case "lost":
    case "cut":
      return { kind: "connection", isRepeated: "by those that may be repeated", isInconclusive: true };
    case "stalled":
    case "stalled in the body":
      return { kind: "timeout", isRepeated: "by those that may be repeated", isInconclusive: true };
    case "cut without a word":
      return { kind: "parse", isRepeated: "by reads", isInconclusive: true };
    case "unreadable":
    case "text":
      return { kind: "parse", isRepeated: "never", isInconclusive: true };
    case 429:
      return { kind: "rateLimited", isRepeated: "never", isInconclusive: false };
    case 408:
      return { kind: "unexpected", isRepeated: "by those that may be repeated", isInconclusive: true };
    case 500:
    case 502:
    case 503:
    case 504:
      return { kind: "server", isRepeated: "by those that may be repeated", isInconclusive: true };
    case 407:
      // Outside browsers fetch makes a network error of it (Fetch standard, HTTP-network-or-cache fetch), so nobody sees the answer.
      return ruleFor("lost");
    case 307:
    case 308:
      return { kind: "redirect", isRepeated: "never", isInconclusive: false };
    default:
      return { kind: expectedKind(end), isRepeated: "never", isInconclusive: end < 400 || end >= 500 };
  }
}

/** What becomes of a call of which every attempt ends so, with `retries: 1`. */
export function expected(operation: OperationId, end: End): Outcome {
  const succeeds =
    end === "success" ||
    // Where no result is asked for, the headers of a success tell everything, unless they announce a text.
    (["cut", "stalled in the body", "unreadable", "cut without a word"].includes(end as string) &&
      !("gives" in facade[operation]));
  if (succeeds) return { kind: "resolves", attempts: 1, mayHaveBeenApplied: false };
  const rule = ruleFor(end);
  const isRepeated =
    rule.isRepeated === "by all" ||
    (rule.isRepeated === "by reads" && reads.includes(operation)) ||
    (rule.isRepeated === "by those that may be repeated" && !onceOnly.includes(operation));
  return {
    kind: rule.kind,
    attempts: isRepeated ? 2 : 1,
    mayHaveBeenApplied: rule.isInconclusive && !reads.includes(operation),
  };
}
