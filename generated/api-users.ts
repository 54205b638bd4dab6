// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.
export interface paths {
    "/api-users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API users, one page at a time
         * @description Gives the API users that the caller may see, a page of at most `limit` of them, starting at `offset`.
         *     `paging.next` is there as long as more may follow. There is no total count and the order is not documented, so users may be
         *     skipped or seen twice when the collection changes while it is read.
         */
        get: operations["listApiUsers"];
        put?: never;
        /**
         * Create an API user
         * @description Creates an API user in a group. The answer holds its `id`, which is also its login. The password comes from
         *     `renewCredential`.
         */
        post: operations["createApiUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /**
         * Read one API user
         * @description Gives one API user. With the caller's own login as `id` it answers "who am I".
         */
        get: operations["getApiUser"];
        /**
         * Edit an API user
         * @description Changes what the body names and keeps the rest; an empty edition is valid. None of the three properties can be removed.
         *     Whether `profileIds` replaces the whole set is not documented; it is understood to.
         */
        put: operations["updateApiUser"];
        post?: never;
        /**
         * Delete an API user
         * @description Deletes an API user; its credentials stop working. Deleting one's own login ends one's own access.
         */
        delete: operations["deleteApiUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-users/{id}/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Add profiles to an API user
         * @description Adds profiles to those that the API user has. Whether adding one that is already there is an error is not documented.
         */
        put: operations["addProfileToApiUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-users/{id}/profiles/{profileId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
                /** @description The id of the profile. */
                profileId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a profile from an API user
         * @description Takes one profile away from an API user.
         */
        delete: operations["deleteProfileOfApiUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-users/{id}/renew-credential": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Renew an API user's password
         * @description Makes a new password for an API user; the old one stops working at once. Send no body. With the caller's own login
         *     as `id` it changes the caller's own password.
         */
        put: operations["renewCredential"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An identifier. It looks like 24 lowercase hexadecimal digits, but is documented as a plain string. */
        Id: string;
        /** @description An API user. A property without a value is left out. */
        ApiUser: {
            /** @description The identifier, which is also the login. */
            id: components["schemas"]["Id"];
            /** @description The name; at most 100 characters. */
            name: string;
            /** @description The full name of a Java time zone, such as `Europe/Paris`. */
            timezone: string;
            group?: components["schemas"]["MinGroup"];
            /**
             * Format: int64
             * @description When the API user was created, in milliseconds since the Unix epoch.
             */
            creationTime?: number;
            /** @description The password. Secret; it may be missing. */
            accessToken?: string;
            /** @description The profiles that decide what the API user may do. */
            profiles?: components["schemas"]["MinProfile"][];
            actions?: components["schemas"]["Actions"];
            resources?: components["schemas"]["Resources"];
        };
        /** @description A page of API users. */
        ApiUserList: {
            /** @description The API users of this page. */
            data: components["schemas"]["ApiUser"][];
            /** @description Tells whether more may follow. */
            paging?: {
                /**
                 * @description The absolute URL of the next page. Absent on the last one. Take only its `offset`: to fetch it as it stands
                 *     would send the credentials to whatever host it names.
                 */
                next?: string;
            };
        };
        /** @description A new API user. */
        ApiUserCreation: {
            /** @description The group that the API user belongs to. */
            groupId: components["schemas"]["Id"];
            /** @description The name; at most 100 characters. */
            name: string;
            /** @description The full name of a Java time zone, such as `Europe/Paris`. */
            timezone: string;
            /** @description The profiles to give to the API user, at least one. */
            profileIds: components["schemas"]["Id"][];
        };
        /** @description What to change. A property that is absent keeps its value. */
        ApiUserEdition: {
            /** @description The new name; at most 100 characters. */
            name?: string;
            /** @description The full name of a Java time zone, such as `Europe/Paris`. */
            timezone?: string;
            /** @description The profiles of the API user. Understood to replace the whole set. */
            profileIds?: components["schemas"]["Id"][];
        };
        /** @description Profiles to add. */
        ProfileIds: {
            /** @description The profiles to add to those that are there. */
            profileIds: components["schemas"]["Id"][];
        };
        /** @description The API user that was created. */
        CreatedApiUser: {
            /** @description The identifier of the new API user, which is also its login. */
            id: components["schemas"]["Id"];
        };
        /** @description The new password. */
        RenewedCredential: {
            /** @description The new password. Secret. */
            accessToken: string;
        };
        /** @description The group that an API user belongs to. Only `id` is there unless `fields` asks for more. */
        MinGroup: {
            /** @description The identifier of the group. */
            id: components["schemas"]["Id"];
            /** @description The name; 3 to 100 characters. */
            name?: string;
            /**
             * Format: int32
             * @description 0 SO, 2 Other, 5 SVNO, 6 Partners, 7 NIP, 8 DIST, 9 Channel, 10 Starter, 11 Partner.
             */
            type?: number;
            /**
             * Format: int32
             * @description The depth of the group in the tree of groups.
             */
            level?: number;
            /** @description The identifier of the group in the operator's business support system. */
            bssId?: string;
            /** @description The identifier of the customer in the operator's business support system. */
            customerBssId?: string;
            actions?: components["schemas"]["Actions"];
            resources?: components["schemas"]["Resources"];
        };
        /** @description A profile of an API user. Only `id` is there unless `fields` asks for more. */
        MinProfile: {
            /** @description The identifier of the profile. */
            id: components["schemas"]["Id"];
            /** @description The name; at most 100 characters. */
            name?: string;
            /** @description The roles that the profile is made of. */
            roles?: components["schemas"]["MinRole"][];
            actions?: components["schemas"]["Actions"];
        };
        /** @description A role of a profile. */
        MinRole: {
            /** @description The identifier of the role. */
            id: components["schemas"]["Id"];
            /** @description The name of the role. */
            name?: string;
            /** @description The permissions that the role grants. */
            perms?: components["schemas"]["Permission"][];
        };
        /** @description A permission of a role. */
        Permission: {
            /** @description The name of the permission. */
            name?: string;
        };
        /** @description What the caller may do with this item. There only with `authorizations`. */
        Actions: string[];
        /** @description What the caller may reach beneath this item. There only with `authorizations`. */
        Resources: string[];
        /** @description Why a request failed, in words for people. */
        ErrorMessage: {
            /** @description The reason. Its text may change. */
            message?: string;
        };
        /** @description Why a request was refused. */
        BadRequest: {
            /** @description The reason. Its text may change. */
            message?: string;
            /** @description What is wrong with which field. */
            errors?: components["schemas"]["Issue"][];
        };
        /** @description What is wrong with one field of a request. */
        Issue: {
            /**
             * @description The part of the request that holds the field.
             * @enum {string}
             */
            type: "body" | "query" | "path";
            /** @description The name of the field. */
            field: string;
            /** @description What is wrong with it. Its text may change. */
            message: string;
        };
        /** @description Why a method was refused. */
        MethodNotAllowed: {
            /** @description The reason. Its text may change. */
            message?: string;
            /** @description The methods that the path takes. */
            allowedMethods?: string[];
        };
    };
    responses: {
        /** @description The request was refused; `errors` says what is wrong with which field. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["BadRequest"];
            };
        };
        /** @description The credentials are missing or wrong. The body may be missing too. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /** @description The credentials do not allow this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /** @description There is no such API user or profile, or the caller may not see it. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /** @description The path does not take this method. */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MethodNotAllowed"];
            };
        };
        /** @description Too many requests. `Retry-After` is not documented, but honoured where it is present. */
        TooManyRequests: {
            headers: {
                /** @description Seconds to wait, or an HTTP date. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /** @description The service failed. Documented without a body; a gateway in front of it may answer in HTML. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /** @description The id of the API user, which is also its login. */
        id: components["schemas"]["Id"];
        /**
         * @description What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in
         *     parentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references come back with their `id` only.
         */
        fields: string;
        /** @description Whether to add `actions` and `resources`, which tell what the caller may do with each item. */
        authorizations: boolean;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiUsers: {
        parameters: {
            query?: {
                /**
                 * @description What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in
                 *     parentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references come back with their `id` only.
                 */
                fields?: components["parameters"]["fields"];
                /** @description Only the API users that have this profile. */
                profileId?: components["schemas"]["Id"];
                /** @description Only the API users of these groups, comma-separated in one parameter. */
                groupIds?: components["schemas"]["Id"][];
                /** @description The size of a page. */
                limit?: number;
                /** @description How many API users to skip. */
                offset?: number;
                /** @description Whether to add `actions` and `resources`, which tell what the caller may do with each item. */
                authorizations?: components["parameters"]["authorizations"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of API users. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiUserList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    createApiUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiUserCreation"];
            };
        };
        responses: {
            /** @description The API user was created. */
            201: {
                headers: {
                    /** @description Where the new API user is; its last segment is the `id`. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    getApiUser: {
        parameters: {
            query?: {
                /**
                 * @description What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in
                 *     parentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references come back with their `id` only.
                 */
                fields?: components["parameters"]["fields"];
                /** @description Whether to add `actions` and `resources`, which tell what the caller may do with each item. */
                authorizations?: components["parameters"]["authorizations"];
            };
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    updateApiUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiUserEdition"];
            };
        };
        responses: {
            /** @description The API user was changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteApiUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API user was deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    addProfileToApiUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileIds"];
            };
        };
        responses: {
            /** @description The profiles were added. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteProfileOfApiUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
                /** @description The id of the profile. */
                profileId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile was taken away. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    renewCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API user, which is also its login. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenewedCredential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
}
