// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.
/** Of each operation: what delimits the lists of its query, and the status and the body of its success. */
export const service = {
  "listApiUsers": {
    "delimiters": {
      "groupIds": ","
    },
    "status": 200,
    "body": {
      "type": "object",
      "required": [
        "data"
      ],
      "properties": {
        "data": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "id",
              "name",
              "timezone"
            ],
            "properties": {
              "id": {
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
              "group": {
                "type": "object",
                "required": [
                  "id"
                ],
                "properties": {
                  "id": {
                    "type": "string",
                    "min": 1
                  },
                  "name": {
                    "type": "string",
                    "min": 3,
                    "max": 100
                  },
                  "type": {
                    "type": "integer",
                    "min": -2147483648,
                    "max": 2147483647
                  },
                  "level": {
                    "type": "integer",
                    "min": -2147483648,
                    "max": 2147483647
                  },
                  "bssId": {
                    "type": "string"
                  },
                  "customerBssId": {
                    "type": "string"
                  },
                  "actions": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  },
                  "resources": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  }
                }
              },
              "creationTime": {
                "type": "integer"
              },
              "accessToken": {
                "type": "string"
              },
              "profiles": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "id"
                  ],
                  "properties": {
                    "id": {
                      "type": "string",
                      "min": 1
                    },
                    "name": {
                      "type": "string",
                      "max": 100
                    },
                    "roles": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "required": [
                          "id"
                        ],
                        "properties": {
                          "id": {
                            "type": "string",
                            "min": 1
                          },
                          "name": {
                            "type": "string"
                          },
                          "perms": {
                            "type": "array",
                            "items": {
                              "type": "object",
                              "properties": {
                                "name": {
                                  "type": "string"
                                }
                              }
                            }
                          }
                        }
                      }
                    },
                    "actions": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      }
                    }
                  }
                }
              },
              "actions": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "resources": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        },
        "paging": {
          "type": "object",
          "properties": {
            "next": {
              "type": "string"
            }
          }
        }
      }
    }
  },
  "createApiUser": {
    "status": 201,
    "body": {
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
  },
  "getApiUser": {
    "status": 200,
    "body": {
      "type": "object",
      "required": [
        "id",
        "name",
        "timezone"
      ],
      "properties": {
        "id": {
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
        "group": {
          "type": "object",
          "required": [
            "id"
          ],
          "properties": {
            "id": {
              "type": "string",
              "min": 1
            },
            "name": {
              "type": "string",
              "min": 3,
              "max": 100
            },
            "type": {
              "type": "integer",
              "min": -2147483648,
              "max": 2147483647
            },
            "level": {
              "type": "integer",
              "min": -2147483648,
              "max": 2147483647
            },
            "bssId": {
              "type": "string"
            },
            "customerBssId": {
              "type": "string"
            },
            "actions": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "resources": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          }
        },
        "creationTime": {
          "type": "integer"
        },
        "accessToken": {
          "type": "string"
        },
        "profiles": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "id"
            ],
            "properties": {
              "id": {
                "type": "string",
                "min": 1
              },
              "name": {
                "type": "string",
                "max": 100
              },
              "roles": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "id"
                  ],
                  "properties": {
                    "id": {
                      "type": "string",
                      "min": 1
                    },
                    "name": {
                      "type": "string"
                    },
                    "perms": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "properties": {
                          "name": {
                            "type": "string"
                          }
                        }
                      }
                    }
                  }
                }
              },
              "actions": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        },
        "actions": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "resources": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      }
    }
  },
  "updateApiUser": {
    "status": 204
  },
  "deleteApiUser": {
    "status": 204
  },
  "addProfileToApiUser": {
    "status": 204
  },
  "deleteProfileOfApiUser": {
    "status": 204
  },
  "renewCredential": {
    "status": 200,
    "body": {
      "type": "object",
      "required": [
        "accessToken"
      ],
      "properties": {
        "accessToken": {
          "type": "string"
        }
      }
    }
  }
} as const;

/** The query parameters that the fake API cannot carry out yet, by operation. It refuses them. */
export const unfilteredQuery: Readonly<Record<string, readonly string[]>> = {};
