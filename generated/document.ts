// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.
export const document = {
  "openapi": "3.1.0",
  "info": {
    "title": "Sigfox API users",
    "version": "2.0.0",
    "summary": "The `/api-users` resource of the Sigfox v2 REST API.",
    "description": "An API user is a pair of credentials (a login and a password) that a Sigfox group hands to a program. Its profiles\ndecide what that program may do. This document describes the operations on API users.\n\nIt is written in this project's own words from published facts. Where the official description contradicts itself,\nthe choice made here is explained in the register beside this file, `openapi/README.md`.\n\n* A property without a value is left out of a response. New properties may appear at any time: ignore what you do not know.\n* With `PUT`, a property that is absent keeps its value.\n* The text of a `message` is for people and may change: decide by the HTTP status.\n",
    "license": {
      "name": "MIT",
      "identifier": "MIT"
    }
  },
  "servers": [
    {
      "url": "https://api.sigfox.com/v2",
      "description": "The service. HTTPS only; it sends no CORS headers, so a page in a browser needs a reverse proxy."
    }
  ],
  "security": [
    {
      "basic": []
    }
  ],
  "tags": [
    {
      "name": "API users",
      "description": "Create, read, edit and delete API users."
    },
    {
      "name": "Profiles",
      "description": "Give profiles to an API user and take them away."
    },
    {
      "name": "Credentials",
      "description": "Renew an API user's password."
    }
  ],
  "paths": {
    "/api-users/": {
      "get": {
        "operationId": "listApiUsers",
        "tags": [
          "API users"
        ],
        "summary": "List API users, one page at a time",
        "description": "Gives the API users that the caller may see, a page of at most `limit` of them, starting at `offset`.\n`paging.next` is there as long as more may follow. There is no total count and the order is not documented, so users may be\nskipped or seen twice when the collection changes while it is read.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/fields"
          },
          {
            "name": "profileId",
            "in": "query",
            "description": "Only the API users that have this profile.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "examples": {
              "profile": {
                "value": "5138e7dfa2f1fffaf25fd409"
              }
            }
          },
          {
            "name": "groupIds",
            "in": "query",
            "description": "Only the API users of these groups, comma-separated in one parameter.",
            "style": "form",
            "explode": false,
            "schema": {
              "type": "array",
              "minItems": 1,
              "items": {
                "$ref": "#/components/schemas/Id"
              }
            },
            "examples": {
              "two groups": {
                "value": [
                  "572f1204017975032d8ec1dd",
                  "572f1204017975032d8ec1de"
                ]
              }
            }
          },
          {
            "name": "limit",
            "in": "query",
            "description": "The size of a page.",
            "schema": {
              "type": "integer",
              "format": "int32",
              "minimum": 1,
              "maximum": 100,
              "default": 100
            },
            "examples": {
              "half": {
                "value": 50
              }
            }
          },
          {
            "name": "offset",
            "in": "query",
            "description": "How many API users to skip.",
            "schema": {
              "type": "integer",
              "format": "int32",
              "minimum": 0,
              "maximum": 40000,
              "default": 0
            },
            "examples": {
              "third page": {
                "value": 200
              }
            }
          },
          {
            "$ref": "#/components/parameters/authorizations"
          }
        ],
        "responses": {
          "200": {
            "description": "A page of API users.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiUserList"
                },
                "examples": {
                  "first page": {
                    "value": {
                      "data": [
                        {
                          "id": "5138e7dfa2f1fffaf25fd4aa",
                          "name": "Warehouse gateway",
                          "timezone": "Europe/Paris",
                          "group": {
                            "id": "572f1204017975032d8ec1dd"
                          },
                          "creationTime": 1425388800000,
                          "profiles": [
                            {
                              "id": "5138e7dfa2f1fffaf25fd409"
                            }
                          ]
                        }
                      ],
                      "paging": {
                        "next": "https://api.sigfox.com/v2/api-users/?limit=1&offset=1"
                      }
                    }
                  },
                  "last page": {
                    "value": {
                      "data": [],
                      "paging": {}
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "post": {
        "operationId": "createApiUser",
        "tags": [
          "API users"
        ],
        "summary": "Create an API user",
        "description": "Creates an API user in a group. The answer holds its `id`, which is also its login. The password comes from\n`renewCredential`.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ApiUserCreation"
              },
              "examples": {
                "gateway": {
                  "value": {
                    "groupId": "572f1204017975032d8ec1dd",
                    "name": "Warehouse gateway",
                    "timezone": "Europe/Paris",
                    "profileIds": [
                      "5138e7dfa2f1fffaf25fd409"
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The API user was created.",
            "headers": {
              "Location": {
                "description": "Where the new API user is; its last segment is the `id`.",
                "schema": {
                  "type": "string"
                },
                "examples": {
                  "new user": {
                    "value": "https://api.sigfox.com/v2/api-users/5138e7dfa2f1fffaf25fd4aa"
                  }
                }
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CreatedApiUser"
                },
                "examples": {
                  "new user": {
                    "value": {
                      "id": "5138e7dfa2f1fffaf25fd4aa"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/api-users/{id}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/id"
        }
      ],
      "get": {
        "operationId": "getApiUser",
        "tags": [
          "API users"
        ],
        "summary": "Read one API user",
        "description": "Gives one API user. With the caller's own login as `id` it answers \"who am I\".",
        "parameters": [
          {
            "$ref": "#/components/parameters/fields"
          },
          {
            "$ref": "#/components/parameters/authorizations"
          }
        ],
        "responses": {
          "200": {
            "description": "The API user.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiUser"
                },
                "examples": {
                  "references only": {
                    "value": {
                      "id": "5138e7dfa2f1fffaf25fd4aa",
                      "name": "Warehouse gateway",
                      "timezone": "Europe/Paris",
                      "group": {
                        "id": "572f1204017975032d8ec1dd"
                      },
                      "creationTime": 1425388800000,
                      "profiles": [
                        {
                          "id": "5138e7dfa2f1fffaf25fd409"
                        }
                      ]
                    }
                  },
                  "with fields": {
                    "value": {
                      "id": "5138e7dfa2f1fffaf25fd4aa",
                      "name": "Warehouse gateway",
                      "timezone": "Europe/Paris",
                      "group": {
                        "id": "572f1204017975032d8ec1dd",
                        "name": "Warehouse",
                        "type": 2,
                        "level": 1
                      },
                      "creationTime": 1425388800000,
                      "profiles": [
                        {
                          "id": "5138e7dfa2f1fffaf25fd409",
                          "name": "Device manager",
                          "roles": [
                            {
                              "id": "5138e7dfa2f1fffaf25fd501",
                              "name": "Devices",
                              "perms": [
                                {
                                  "name": "API_DEVICES_READ"
                                }
                              ]
                            }
                          ]
                        }
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "put": {
        "operationId": "updateApiUser",
        "tags": [
          "API users"
        ],
        "summary": "Edit an API user",
        "description": "Changes what the body names and keeps the rest; an empty edition is valid. None of the three properties can be removed.\nWhether `profileIds` replaces the whole set is not documented; it is understood to.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ApiUserEdition"
              },
              "examples": {
                "rename": {
                  "value": {
                    "name": "Warehouse gateway 2"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "The API user was changed."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteApiUser",
        "tags": [
          "API users"
        ],
        "summary": "Delete an API user",
        "description": "Deletes an API user; its credentials stop working. Deleting one's own login ends one's own access.",
        "responses": {
          "204": {
            "description": "The API user was deleted."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/api-users/{id}/profiles": {
      "parameters": [
        {
          "$ref": "#/components/parameters/id"
        }
      ],
      "put": {
        "operationId": "addProfileToApiUser",
        "tags": [
          "Profiles"
        ],
        "summary": "Add profiles to an API user",
        "description": "Adds profiles to those that the API user has. Whether adding one that is already there is an error is not documented.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ProfileIds"
              },
              "examples": {
                "one": {
                  "value": {
                    "profileIds": [
                      "5138e7dfa2f1fffaf25fd409"
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "The profiles were added."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/api-users/{id}/profiles/{profileId}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/id"
        },
        {
          "name": "profileId",
          "in": "path",
          "required": true,
          "description": "The id of the profile.",
          "schema": {
            "$ref": "#/components/schemas/Id"
          },
          "examples": {
            "profile": {
              "value": "5138e7dfa2f1fffaf25fd409"
            }
          }
        }
      ],
      "delete": {
        "operationId": "deleteProfileOfApiUser",
        "tags": [
          "Profiles"
        ],
        "summary": "Take a profile from an API user",
        "description": "Takes one profile away from an API user.",
        "responses": {
          "204": {
            "description": "The profile was taken away."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/api-users/{id}/renew-credential": {
      "parameters": [
        {
          "$ref": "#/components/parameters/id"
        }
      ],
      "put": {
        "operationId": "renewCredential",
        "tags": [
          "Credentials"
        ],
        "summary": "Renew an API user's password",
        "description": "Makes a new password for an API user; the old one stops working at once. Send no body. With the caller's own login\nas `id` it changes the caller's own password.\n",
        "responses": {
          "200": {
            "description": "The new password.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/RenewedCredential"
                },
                "examples": {
                  "renewed": {
                    "value": {
                      "accessToken": "an-example-and-no-password"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "405": {
            "$ref": "#/components/responses/MethodNotAllowed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The user name is an API user's login, which is its `id`; the password is its `accessToken`."
      }
    },
    "parameters": {
      "id": {
        "name": "id",
        "in": "path",
        "required": true,
        "description": "The id of the API user, which is also its login.",
        "schema": {
          "$ref": "#/components/schemas/Id"
        },
        "examples": {
          "user": {
            "value": "5138e7dfa2f1fffaf25fd4aa"
          }
        }
      },
      "fields": {
        "name": "fields",
        "in": "query",
        "description": "What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in\nparentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references come back with their `id` only.\n",
        "schema": {
          "type": "string",
          "minLength": 1
        },
        "x-fields": {
          "group": {
            "name": true,
            "type": true,
            "level": true,
            "bssId": true,
            "customerBssId": true
          },
          "profiles": {
            "name": true,
            "roles": {
              "name": true,
              "perms": {
                "name": true
              }
            }
          }
        },
        "examples": {
          "names": {
            "value": "group(name,type),profiles(name,roles(name))"
          }
        }
      },
      "authorizations": {
        "name": "authorizations",
        "in": "query",
        "description": "Whether to add `actions` and `resources`, which tell what the caller may do with each item.",
        "schema": {
          "type": "boolean",
          "default": false
        },
        "examples": {
          "with": {
            "value": true
          }
        }
      }
    },
    "responses": {
      "BadRequest": {
        "description": "The request was refused; `errors` says what is wrong with which field.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/BadRequest"
            },
            "examples": {
              "unknown field": {
                "value": {
                  "message": "Bad request",
                  "errors": [
                    {
                      "type": "body",
                      "field": "colour",
                      "message": "extra fields not permitted"
                    }
                  ]
                }
              }
            }
          }
        }
      },
      "Unauthorized": {
        "description": "The credentials are missing or wrong. The body may be missing too.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ErrorMessage"
            },
            "examples": {
              "wrong password": {
                "value": {
                  "message": "Bad Credentials"
                }
              }
            }
          }
        }
      },
      "Forbidden": {
        "description": "The credentials do not allow this.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ErrorMessage"
            },
            "examples": {
              "not allowed": {
                "value": {
                  "message": "Forbidden"
                }
              }
            }
          }
        }
      },
      "NotFound": {
        "description": "There is no such API user or profile, or the caller may not see it.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ErrorMessage"
            },
            "examples": {
              "gone": {
                "value": {
                  "message": "Api User not found"
                }
              }
            }
          }
        }
      },
      "MethodNotAllowed": {
        "description": "The path does not take this method.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/MethodNotAllowed"
            },
            "examples": {
              "patch": {
                "value": {
                  "message": "Method not allowed",
                  "allowedMethods": [
                    "GET",
                    "PUT",
                    "DELETE"
                  ]
                }
              }
            }
          }
        }
      },
      "TooManyRequests": {
        "description": "Too many requests. `Retry-After` is not documented, but honoured where it is present.",
        "headers": {
          "Retry-After": {
            "description": "Seconds to wait, or an HTTP date.",
            "schema": {
              "type": "string"
            },
            "examples": {
              "two seconds": {
                "value": "2"
              }
            }
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ErrorMessage"
            },
            "examples": {
              "slow down": {
                "value": {
                  "message": "Too many requests"
                }
              }
            }
          }
        }
      },
      "ServerError": {
        "description": "The service failed. Documented without a body; a gateway in front of it may answer in HTML."
      }
    },
    "schemas": {
      "Id": {
        "type": "string",
        "minLength": 1,
        "description": "An identifier. It looks like 24 lowercase hexadecimal digits, but is documented as a plain string."
      },
      "ApiUser": {
        "type": "object",
        "description": "An API user. A property without a value is left out.",
        "required": [
          "id",
          "name",
          "timezone"
        ],
        "properties": {
          "id": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Id"
              }
            ],
            "description": "The identifier, which is also the login."
          },
          "name": {
            "type": "string",
            "maxLength": 100,
            "description": "The name; at most 100 characters."
          },
          "timezone": {
            "type": "string",
            "description": "The full name of a Java time zone, such as `Europe/Paris`."
          },
          "group": {
            "$ref": "#/components/schemas/MinGroup",
            "description": "The group that the API user belongs to."
          },
          "creationTime": {
            "type": "integer",
            "format": "int64",
            "description": "When the API user was created, in milliseconds since the Unix epoch."
          },
          "accessToken": {
            "type": "string",
            "description": "The password. Secret; it may be missing."
          },
          "profiles": {
            "type": "array",
            "description": "The profiles that decide what the API user may do.",
            "items": {
              "$ref": "#/components/schemas/MinProfile"
            }
          },
          "actions": {
            "$ref": "#/components/schemas/Actions",
            "description": "What the caller may do with this API user. There only with `authorizations`."
          },
          "resources": {
            "$ref": "#/components/schemas/Resources",
            "description": "What the caller may reach beneath this API user. There only with `authorizations`."
          }
        }
      },
      "ApiUserList": {
        "type": "object",
        "description": "A page of API users.",
        "required": [
          "data"
        ],
        "properties": {
          "data": {
            "type": "array",
            "description": "The API users of this page.",
            "items": {
              "$ref": "#/components/schemas/ApiUser"
            }
          },
          "paging": {
            "type": "object",
            "description": "Tells whether more may follow.",
            "properties": {
              "next": {
                "type": "string",
                "description": "The absolute URL of the next page. Absent on the last one. Take only its `offset`: to fetch it as it stands\nwould send the credentials to whatever host it names.\n"
              }
            }
          }
        }
      },
      "ApiUserCreation": {
        "type": "object",
        "description": "A new API user.",
        "additionalProperties": false,
        "required": [
          "groupId",
          "name",
          "timezone",
          "profileIds"
        ],
        "properties": {
          "groupId": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Id"
              }
            ],
            "description": "The group that the API user belongs to."
          },
          "name": {
            "type": "string",
            "maxLength": 100,
            "description": "The name; at most 100 characters."
          },
          "timezone": {
            "type": "string",
            "description": "The full name of a Java time zone, such as `Europe/Paris`."
          },
          "profileIds": {
            "type": "array",
            "minItems": 1,
            "description": "The profiles to give to the API user, at least one.",
            "items": {
              "$ref": "#/components/schemas/Id"
            }
          }
        }
      },
      "ApiUserEdition": {
        "type": "object",
        "description": "What to change. A property that is absent keeps its value.",
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 100,
            "description": "The new name; at most 100 characters."
          },
          "timezone": {
            "type": "string",
            "description": "The full name of a Java time zone, such as `Europe/Paris`."
          },
          "profileIds": {
            "type": "array",
            "description": "The profiles of the API user. Understood to replace the whole set.",
            "items": {
              "$ref": "#/components/schemas/Id"
            }
          }
        }
      },
      "ProfileIds": {
        "type": "object",
        "description": "Profiles to add.",
        "additionalProperties": false,
        "required": [
          "profileIds"
        ],
        "properties": {
          "profileIds": {
            "type": "array",
            "description": "The profiles to add to those that are there.",
            "items": {
              "$ref": "#/components/schemas/Id"
            }
          }
        }
      },
      "CreatedApiUser": {
        "type": "object",
        "description": "The API user that was created.",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Id"
              }
            ],
            "description": "The identifier of the new API user, which is also its login."
          }
        }
      },
      "RenewedCredential": {
        "type": "object",
        "description": "The new password.",
        "required": [
          "accessToken"
        ],
        "properties": {
          "accessToken": {
            "type": "string",
            "description": "The new password. Secret."
          }
        }
      },
      "MinGroup": {
        "type": "object",
        "description": "The group that an API user belongs to. Only `id` is there unless `fields` asks for more.",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Id"
              }
            ],
            "description": "The identifier of the group."
          },
          "name": {
            "type": "string",
            "minLength": 3,
            "maxLength": 100,
            "description": "The name; 3 to 100 characters."
          },
          "type": {
            "type": "integer",
            "format": "int32",
            "description": "0 SO, 2 Other, 5 SVNO, 6 Partners, 7 NIP, 8 DIST, 9 Channel, 10 Starter, 11 Partner.\n"
          },
          "level": {
            "type": "integer",
            "format": "int32",
            "description": "The depth of the group in the tree of groups."
          },
          "bssId": {
            "type": "string",
            "description": "The identifier of the group in the operator's business support system."
          },
          "customerBssId": {
            "type": "string",
            "description": "The identifier of the customer in the operator's business support system."
          },
          "actions": {
            "$ref": "#/components/schemas/Actions",
            "description": "What the caller may do with this group. There only with `authorizations`."
          },
          "resources": {
            "$ref": "#/components/schemas/Resources",
            "description": "What the caller may reach beneath this group. There only with `authorizations`."
          }
        }
      },
      "MinProfile": {
        "type": "object",
        "description": "A profile of an API user. Only `id` is there unless `fields` asks for more.",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Id"
              }
            ],
            "description": "The identifier of the profile."
          },
          "name": {
            "type": "string",
            "maxLength": 100,
            "description": "The name; at most 100 characters."
          },
          "roles": {
            "type": "array",
            "description": "The roles that the profile is made of.",
            "items": {
              "$ref": "#/components/schemas/MinRole"
            }
          },
          "actions": {
            "$ref": "#/components/schemas/Actions",
            "description": "What the caller may do with this profile. There only with `authorizations`."
          }
        }
      },
      "MinRole": {
        "type": "object",
        "description": "A role of a profile.",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Id"
              }
            ],
            "description": "The identifier of the role."
          },
          "name": {
            "type": "string",
            "description": "The name of the role."
          },
          "perms": {
            "type": "array",
            "description": "The permissions that the role grants.",
            "items": {
              "$ref": "#/components/schemas/Permission"
            }
          }
        }
      },
      "Permission": {
        "type": "object",
        "description": "A permission of a role.",
        "properties": {
          "name": {
            "type": "string",
            "description": "The name of the permission."
          }
        }
      },
      "Actions": {
        "type": "array",
        "description": "What the caller may do with this item. There only with `authorizations`.",
        "items": {
          "type": "string"
        }
      },
      "Resources": {
        "type": "array",
        "description": "What the caller may reach beneath this item. There only with `authorizations`.",
        "items": {
          "type": "string"
        }
      },
      "ErrorMessage": {
        "type": "object",
        "description": "Why a request failed, in words for people.",
        "properties": {
          "message": {
            "type": "string",
            "description": "The reason. Its text may change."
          }
        }
      },
      "BadRequest": {
        "type": "object",
        "description": "Why a request was refused.",
        "properties": {
          "message": {
            "type": "string",
            "description": "The reason. Its text may change."
          },
          "errors": {
            "type": "array",
            "description": "What is wrong with which field.",
            "items": {
              "$ref": "#/components/schemas/Issue"
            }
          }
        }
      },
      "Issue": {
        "type": "object",
        "description": "What is wrong with one field of a request.",
        "required": [
          "type",
          "field",
          "message"
        ],
        "properties": {
          "type": {
            "type": "string",
            "enum": [
              "body",
              "query",
              "path"
            ],
            "description": "The part of the request that holds the field."
          },
          "field": {
            "type": "string",
            "description": "The name of the field."
          },
          "message": {
            "type": "string",
            "description": "What is wrong with it. Its text may change."
          }
        }
      },
      "MethodNotAllowed": {
        "type": "object",
        "description": "Why a method was refused.",
        "properties": {
          "message": {
            "type": "string",
            "description": "The reason. Its text may change."
          },
          "allowedMethods": {
            "type": "array",
            "description": "The methods that the path takes.",
            "items": {
              "type": "string"
            }
          }
        }
      }
    }
  }
};
