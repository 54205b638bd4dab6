import { committed, gapsOf, importChanged } from "./contract";
import { Scratch } from "./scratch";
import { upstream, type Upstream } from "./upstream";
import { operation, parameter, properties, property, selectable } from "./upstreamOperations";

interface UpstreamChange {
  readonly kind: string;
  readonly change: (document: Upstream) => void;
  /** Every line of the difference. */
  readonly lines: readonly string[];
  /** Where the facade is behind. */
  readonly gaps?: Partial<ReturnType<typeof gapsOf>>;
  /** What importing the unchanged document afterwards cannot bring back: descriptions of our own that went with it. */
  readonly loses?: boolean;
}

const user = "/api-users/{id}";

const changes: readonly UpstreamChange[] = [
  {
    kind: "operation added",
    change: (document) => {
      const { parameters, responses } = operation(document, "get", user);
      document.paths["/api-users/{id}/audit"] = {
        get: { operationId: "auditApiUser", tags: [], summary: "Audit", parameters: parameters.slice(0, 1), responses },
      };
    },
    lines: ["additive `auditApiUser` (GET /api-users/{id}/audit) added → has no method of `ApiUsersClient` yet"],
    gaps: { operationsWithoutMethod: ["auditApiUser"] },
  },
  {
    kind: "operation removed",
    change: (document) => delete document.paths["/api-users/{id}/renew-credential"],
    lines: [
      "breaking `renewCredential` (PUT /api-users/{id}/renew-credential) removed → breaking for everyone who calls it: `ApiUsersClient.renewCredential`",
    ],
    gaps: { methodsWithoutOperation: ["renewCredential"] },
    loses: true,
  },
  {
    kind: "operation renamed",
    change: (document) => {
      operation(document, "put", user).operationId = "editApiUser";
    },
    lines: ["breaking `updateApiUser` is now called `editApiUser` → `ApiUsersClient.update`, `SigfoxError.operation`"],
    gaps: { operationsWithoutMethod: ["editApiUser"], methodsWithoutOperation: ["update"] },
  },
  {
    kind: "parameter added",
    change: (document) => {
      operation(document, "get", "/api-users/").parameters.push({ name: "sort", in: "query", type: "string" });
    },
    lines: ["additive `listApiUsers`: query parameter `sort` added, optional → `ListApiUsersQuery.sort`"],
  },
  {
    kind: "parameter removed",
    change: (document) => {
      const { parameters } = operation(document, "get", "/api-users/");
      parameters.splice(parameters.indexOf(parameter(document, "get", "/api-users/", "profileId")), 1);
    },
    lines: ["breaking `listApiUsers`: query parameter `profileId` removed → `ListApiUsersQuery.profileId`"],
    loses: true,
  },
  {
    kind: "parameter made required",
    change: (document) => {
      parameter(document, "get", "/api-users/", "groupIds").required = true;
    },
    lines: ["breaking `listApiUsers`: query parameter `groupIds` is now required → `ListApiUsersQuery.groupIds`"],
  },
  {
    kind: "parameter re-typed",
    change: (document) => {
      parameter(document, "get", "/api-users/", "profileId").type = "integer";
    },
    lines: [
      "breaking `listApiUsers`: query parameter `profileId` is integer, was string → `ListApiUsersQuery.profileId`",
      "documentation `listApiUsers`: query parameter `profileId` is described differently → `ListApiUsersQuery.profileId`",
    ],
    loses: true,
  },
  {
    kind: "response property added",
    change: (document) => {
      properties(document, "ApiUser")["email"] = { type: "string", description: "Its address" };
    },
    lines: ["additive `ApiUser.email` added"],
  },
  {
    kind: "response property removed",
    change: (document) => delete properties(document, "ApiUser")["timezone"],
    lines: ["breaking `ApiUser.timezone` removed → breaking for everyone who reads it"],
    loses: true,
  },
  {
    kind: "response property made nullable",
    change: (document) => {
      property(document, "ApiUser", "name")["x-nullable"] = true;
    },
    lines: ["breaking `ApiUser.name` can be null → breaking for everyone who reads it"],
  },
  {
    kind: "fields name added",
    change: (document) => {
      selectable(document, "group(name\\,type\\,level\\,bssId\\,customerBssId\\,path)");
    },
    lines: [
      "additive `fields`: `group.path` can be selected → `ApiUserFields.group.path`",
      "additive `MinGroup.path` added",
    ],
  },
  {
    kind: "error status added",
    change: (document) => {
      operation(document, "post", "/api-users/").responses["423"] = { description: "Locked" };
    },
    lines: ['additive `createApiUser`: error status 423 added → `SigfoxApiError of kind "unexpected"`'],
    gaps: { statusesWithoutKind: ["423 (createApiUser)"] },
  },
];

const once = new Map<string, ReturnType<typeof importChanged>>();

/** What a change makes of the committed contract. */
function imported({ kind, change }: UpstreamChange) {
  const result = once.get(kind) ?? importChanged(change);
  once.set(kind, result);
  return result;
}

const covered = { operationsWithoutMethod: [], methodsWithoutOperation: [], statusesWithoutKind: [] };

describe("a change upstream", () => {
  it("that is none leaves every byte of the contract alone", () => {
    expect(importChanged(() => undefined)).toMatchObject({ contract: committed, lines: [], notes: [] });
  });

  it.each(changes)("$kind: is told in the facade's words", (one) => {
    const result = imported(one);
    expect(result.lines).toEqual(one.lines);
    expect(gapsOf(result.contract)).toEqual({ ...covered, ...one.gaps });
  });

  it.each(changes)("$kind: is taken over once, and the second time nothing changes", (one) => {
    const { contract } = imported(one);
    expect(contract).not.toBe(committed);
    expect(importChanged(one.change, contract)).toMatchObject({ contract, lines: [] });
  });

  it.each(changes.filter(({ loses }) => loses !== true))(
    "$kind: is gone without a trace when upstream takes it back",
    (one) => {
      const { contract } = imported(one);
      expect(importChanged(() => undefined, contract).contract).toBe(committed);
    },
  );

  it("keeps the comments and descriptions of everything that stays", () => {
    for (const one of changes) {
      const { contract } = imported(one);
      const gone = committed.split("\n").filter((line) => !contract.includes(line.trim()));
      expect(gone.filter((line) => line.trim().startsWith("#"))).toEqual([]);
      expect(gone.length).toBeLessThan(16);
    }
  });
});

describe("on a copy of the repository", () => {
  const scratch = new Scratch();
  afterAll(() => {
    scratch.remove();
  });

  it("a dry run writes nothing, and undoing all changes leaves the tree byte-identical", () => {
    const all = changes.filter(({ loses }) => loses !== true);
    const changed = upstream((document) => {
      for (const { change } of all) change(document);
    });
    scratch.write("upstream.json", JSON.stringify(changed));
    expect(scratch.run("scripts/spec-import.ts", "upstream.json", "--dry-run").stdout).toContain("Dry run");
    expect(scratch.differences()).toBe("");
    expect(scratch.run("scripts/spec-import.ts", "upstream.json")).toMatchObject({ status: 0, stderr: "" });
    expect(scratch.run("scripts/spec-diff.ts")).toMatchObject({ status: 1, stderr: "" });
    expect(scratch.differences()).not.toBe("");

    scratch.write("upstream.json", JSON.stringify(upstream()));
    expect(scratch.run("scripts/spec-import.ts", "upstream.json").status).toBe(0);
    expect(scratch.run("scripts/generate.ts").status).toBe(0);
    expect(scratch.differences()).toBe("");
  }, 60_000);
});
