// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.
/** Where the API is. */
export const baseUrl = "https://api.sigfox.com/v2";

/** How a list is written in a query. */
export const queryArrays = {
  "style": "form",
  "explode": false
} as const;

/** What can be selected through `fields`. */
export const fieldsVocabulary = {
  /**
   * The group that the API user belongs to.
   */
  "group": {
    /**
     * The name; 3 to 100 characters.
     */
    "name": true,
    /**
     * 0 SO, 2 Other, 5 SVNO, 6 Partners, 7 NIP, 8 DIST, 9 Channel, 10 Starter, 11 Partner.
     */
    "type": true,
    /**
     * The depth of the group in the tree of groups.
     */
    "level": true,
    /**
     * The identifier of the group in the operator's business support system.
     */
    "bssId": true,
    /**
     * The identifier of the customer in the operator's business support system.
     */
    "customerBssId": true
  },
  /**
   * The profiles that decide what the API user may do.
   */
  "profiles": {
    /**
     * The name; at most 100 characters.
     */
    "name": true,
    /**
     * The roles of the profile.
     */
    "roles": {
      /**
       * The name of the role.
       */
      "name": true,
      /**
       * The permissions that the role grants.
       */
      "perms": {
        /**
         * The name of the permission.
         */
        "name": true
      }
    }
  }
} as const;

/** Method, path and the rules of the input of each operation. */
export const operations = {
  "listApiUsers": {
    "method": "GET",
    "path": "/api-users/",
    "input": {
      "query": {
        "type": "object",
        "properties": {
          "fields": {
            "type": "string",
            "min": 1
          },
          "profileId": {
            "type": "string",
            "min": 1
          },
          "groupIds": {
            "type": "array",
            "min": 1,
            "items": {
              "type": "string",
              "min": 1
            }
          },
          "limit": {
            "type": "integer",
            "min": 1,
            "max": 100,
            "default": 100
          },
          "offset": {
            "type": "integer",
            "min": 0,
            "max": 40000,
            "default": 0
          },
          "authorizations": {
            "type": "boolean",
            "default": false
          }
        }
      }
    }
  },
  "createApiUser": {
    "method": "POST",
    "path": "/api-users/",
    "input": {
      "body": {
        "type": "object",
        "required": [
          "groupId",
          "name",
          "timezone",
          "profileIds"
        ],
        "properties": {
          "groupId": {
            "type": "string",
            "min": 1
          },
          "name": {
            "type": "string",
            "max": 100
          },
          "timezone": {
            "type": "string"
          },
          "profileIds": {
            "type": "array",
            "min": 1,
            "items": {
              "type": "string",
              "min": 1
            }
          }
        }
      }
    }
  },
  "getApiUser": {
    "method": "GET",
    "path": "/api-users/{id}",
    "input": {
      "path": {
        "type": "object",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "min": 1
          }
        }
      },
      "query": {
        "type": "object",
        "properties": {
          "fields": {
            "type": "string",
            "min": 1
          },
          "authorizations": {
            "type": "boolean",
            "default": false
          }
        }
      }
    }
  },
  "updateApiUser": {
    "method": "PUT",
    "path": "/api-users/{id}",
    "input": {
      "path": {
        "type": "object",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "min": 1
          }
        }
      },
      "body": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string",
            "max": 100
          },
          "timezone": {
            "type": "string"
          },
          "profileIds": {
            "type": "array",
            "items": {
              "type": "string",
              "min": 1
            }
          }
        }
      }
    }
  },
  "deleteApiUser": {
    "method": "DELETE",
    "path": "/api-users/{id}",
    "input": {
      "path": {
        "type": "object",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "min": 1
          }
        }
      }
    }
  },
  "addProfileToApiUser": {
    "method": "PUT",
    "path": "/api-users/{id}/profiles",
    "input": {
      "path": {
        "type": "object",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "min": 1
          }
        }
      },
      "body": {
        "type": "object",
        "required": [
          "profileIds"
        ],
        "properties": {
          "profileIds": {
            "type": "array",
            "items": {
              "type": "string",
              "min": 1
            }
          }
        }
      }
    }
  },
  "deleteProfileOfApiUser": {
    "method": "DELETE",
    "path": "/api-users/{id}/profiles/{profileId}",
    "input": {
      "path": {
        "type": "object",
        "required": [
          "id",
          "profileId"
        ],
        "properties": {
          "id": {
            "type": "string",
            "min": 1
          },
          "profileId": {
            "type": "string",
            "min": 1
          }
        }
      }
    }
  },
  "renewCredential": {
    "method": "PUT",
    "path": "/api-users/{id}/renew-credential",
    "input": {
      "path": {
        "type": "object",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "min": 1
          }
        }
      }
    }
  }
} as const;
