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
         *
         * Returns the API users that the caller may see: a page of at most `limit`, starting at `offset`.
         * `paging.next` is present as long as more may follow. There is no total count. The order is not documented, and users may
         * be skipped or repeated if others create or delete them in the meantime.
         */
        get: operations["listApiUsers"];
        put?: never;
        /**
         * Create an API user
         *
         * Creates an API user in a group. The response contains its `id`, which is also its login. To get a
         * password, call `renewCredential`.
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /**
         * Read one API user
         *
         * Returns one API user. To find out "who am I", pass the caller's own login as `id`.
         */
        get: operations["getApiUser"];
        /**
         * Edit an API user
         *
         * Changes the properties in the body and keeps the rest; an empty body object is valid. None of the three properties can be
         * removed. `profileIds` probably replaces the whole set; this is not documented.
         */
        put: operations["updateApiUser"];
        post?: never;
        /**
         * Delete an API user
         *
         * Deletes an API user; its credentials stop working. A caller that deletes its own API user loses access.
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Add profiles to an API user
         *
         * Adds profiles to the API user, which keeps those it has. Whether adding a profile twice is an error is not documented.
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
                /**
                 * The id of the profile.
                 */
                profileId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a profile from an API user
         *
         * Removes one profile from an API user.
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Renew an API user's password
         *
         * Creates a new password for an API user; the old one stops working at once. Send no body. To change the caller's own
         * password, pass the caller's own login as `id`.
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
        /**
         * An identifier. It looks like 24 lowercase hexadecimal digits, but is documented as a plain string.
         */
        Id: string;
        /**
         * An API user. A property without a value is left out.
         */
        ApiUser: {
            /**
             * The identifier, which is also the login.
             */
            id: components["schemas"]["Id"];
            /**
             * The name; at most 100 characters.
             */
            name: string;
            /**
             * The full name of a Java time zone, such as `Europe/Paris`.
             */
            timezone: string;
            /**
             * The group that the API user belongs to.
             */
            group?: components["schemas"]["MinGroup"];
            /**
             * When the API user was created, in milliseconds since the Unix epoch.
             *
             * Format: int64
             */
            creationTime?: number;
            /**
             * The password. Secret; it may be missing.
             */
            accessToken?: string;
            /**
             * The profiles that decide what the API user may do.
             */
            profiles?: components["schemas"]["MinProfile"][];
            /**
             * What the caller may do with this API user. Present only with `authorizations`.
             */
            actions?: components["schemas"]["Actions"];
            /**
             * What the caller may reach beneath this API user. Present only with `authorizations`.
             */
            resources?: components["schemas"]["Resources"];
        };
        /**
         * A page of API users.
         */
        ApiUserList: {
            /**
             * The API users of this page.
             */
            data: components["schemas"]["ApiUser"][];
            /**
             * Whether more API users may follow.
             */
            paging?: {
                /**
                 * The absolute URL of the next page. Absent on the last page. Use only its `offset`: a request to the URL itself would
                 * send the credentials to whatever host it names.
                 */
                next?: string;
            };
        };
        /**
         * A new API user.
         */
        ApiUserCreation: {
            /**
             * The group that the API user belongs to.
             */
            groupId: components["schemas"]["Id"];
            /**
             * The name; at most 100 characters.
             */
            name: string;
            /**
             * The full name of a Java time zone, such as `Europe/Paris`.
             */
            timezone: string;
            /**
             * The profiles of the API user, at least one.
             */
            profileIds: components["schemas"]["Id"][];
        };
        /**
         * What to change. A property that is absent keeps its value.
         */
        ApiUserEdition: {
            /**
             * The new name; at most 100 characters.
             */
            name?: string;
            /**
             * The full name of a Java time zone, such as `Europe/Paris`.
             */
            timezone?: string;
            /**
             * The profiles of the API user. Assumed to replace the whole set.
             */
            profileIds?: components["schemas"]["Id"][];
        };
        /**
         * Profiles to add.
         */
        ProfileIds: {
            /**
             * The profiles to add to the existing ones.
             */
            profileIds: components["schemas"]["Id"][];
        };
        /**
         * The API user that was created.
         */
        CreatedApiUser: {
            /**
             * The identifier of the new API user, which is also its login.
             */
            id: components["schemas"]["Id"];
        };
        /**
         * The new password.
         */
        RenewedCredential: {
            /**
             * The new password. Secret.
             */
            accessToken: string;
        };
        /**
         * The group that an API user belongs to. Only `id` is present unless `fields` selects more.
         */
        MinGroup: {
            /**
             * The identifier of the group.
             */
            id: components["schemas"]["Id"];
            /**
             * The name; 3 to 100 characters.
             */
            name?: string;
            /**
             * 0 SO, 2 Other, 5 SVNO, 6 Partners, 7 NIP, 8 DIST, 9 Channel, 10 Starter, 11 Partner.
             *
             * Format: int32
             */
            type?: number;
            /**
             * The depth of the group in the tree of groups.
             *
             * Format: int32
             */
            level?: number;
            /**
             * The identifier of the group in the operator's business support system.
             */
            bssId?: string;
            /**
             * The identifier of the customer in the operator's business support system.
             */
            customerBssId?: string;
            /**
             * What the caller may do with this group. Present only with `authorizations`.
             */
            actions?: components["schemas"]["Actions"];
            /**
             * What the caller may reach beneath this group. Present only with `authorizations`.
             */
            resources?: components["schemas"]["Resources"];
        };
        /**
         * A profile of an API user. Only `id` is present unless `fields` selects more.
         */
        MinProfile: {
            /**
             * The identifier of the profile.
             */
            id: components["schemas"]["Id"];
            /**
             * The name; at most 100 characters.
             */
            name?: string;
            /**
             * The roles of the profile.
             */
            roles?: components["schemas"]["MinRole"][];
            /**
             * What the caller may do with this profile. Present only with `authorizations`.
             */
            actions?: components["schemas"]["Actions"];
        };
        /**
         * A role of a profile.
         */
        MinRole: {
            /**
             * The identifier of the role.
             */
            id: components["schemas"]["Id"];
            /**
             * The name of the role.
             */
            name?: string;
            /**
             * The permissions that the role grants.
             */
            perms?: components["schemas"]["Permission"][];
        };
        /**
         * A permission of a role.
         */
        Permission: {
            /**
             * The name of the permission.
             */
            name?: string;
        };
        /**
         * What the caller may do with this item. Present only with `authorizations`.
         */
        Actions: string[];
        /**
         * What the caller may reach beneath this item. Present only with `authorizations`.
         */
        Resources: string[];
        /**
         * Why a request failed, in words.
         */
        ErrorMessage: {
            /**
             * The reason. Its text may change.
             */
            message?: string;
        };
        /**
         * Why a request was refused.
         */
        BadRequest: {
            /**
             * The reason. Its text may change.
             */
            message?: string;
            /**
             * What is wrong with which field.
             */
            errors?: components["schemas"]["Issue"][];
        };
        /**
         * What is wrong with one field of a request.
         */
        Issue: {
            /**
             * The part of the request that contains the field.
             *
             * @enum {string}
             */
            type: "body" | "query" | "path";
            /**
             * The name of the field.
             */
            field: string;
            /**
             * What is wrong with it. Its text may change.
             */
            message: string;
        };
        /**
         * Why a method was refused.
         */
        MethodNotAllowed: {
            /**
             * The reason. Its text may change.
             */
            message?: string;
            /**
             * The methods that the path supports.
             */
            allowedMethods?: string[];
        };
    };
    responses: {
        /**
         * The request was refused; `errors` lists what is wrong with which field.
         */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["BadRequest"];
            };
        };
        /**
         * The credentials are missing or wrong. The body may be missing too.
         */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * The credentials do not permit this.
         */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * There is no such API user or profile, or the caller may not see it.
         */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * The path does not support this method.
         */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MethodNotAllowed"];
            };
        };
        /**
         * Too many requests. `Retry-After` is not documented and may be missing.
         */
        TooManyRequests: {
            headers: {
                /**
                 * Seconds to wait, or an HTTP date.
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * The service failed. No body is documented; a gateway in front of the service may respond with HTML.
         */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /**
         * The id of the API user, which is also its login.
         */
        id: components["schemas"]["Id"];
        /**
         * What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in
         * parentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references contain only their `id`.
         */
        fields: string;
        /**
         * Whether to add `actions` and `resources`, which list what the caller may do with each item.
         */
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
                 * What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in
                 * parentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references contain only their `id`.
                 */
                fields?: components["parameters"]["fields"];
                /**
                 * Only the API users that have this profile.
                 */
                profileId?: components["schemas"]["Id"];
                /**
                 * Only the API users of these groups.
                 */
                groupIds?: components["schemas"]["Id"][];
                /**
                 * The size of a page.
                 */
                limit?: number;
                /**
                 * How many API users to skip.
                 */
                offset?: number;
                /**
                 * Whether to add `actions` and `resources`, which list what the caller may do with each item.
                 */
                authorizations?: components["parameters"]["authorizations"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * A page of API users.
             */
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
            /**
             * The API user was created.
             */
            201: {
                headers: {
                    /**
                     * The URL of the new API user; its last segment is the `id`.
                     */
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
                 * What to add to the references `group` and `profiles`: names separated by commas, each with an optional list in
                 * parentheses, such as `group(name,type),profiles(name,roles(name))`. Without it, references contain only their `id`.
                 */
                fields?: components["parameters"]["fields"];
                /**
                 * Whether to add `actions` and `resources`, which list what the caller may do with each item.
                 */
                authorizations?: components["parameters"]["authorizations"];
            };
            header?: never;
            path: {
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * The API user.
             */
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
                /**
                 * The id of the API user, which is also its login.
                 */
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
            /**
             * The API user was changed.
             */
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * The API user was deleted.
             */
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
                /**
                 * The id of the API user, which is also its login.
                 */
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
            /**
             * The profiles were added.
             */
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
                /**
                 * The id of the profile.
                 */
                profileId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * The profile was removed.
             */
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
                /**
                 * The id of the API user, which is also its login.
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * The new password.
             */
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
