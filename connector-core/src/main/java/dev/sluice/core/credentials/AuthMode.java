package dev.sluice.core.credentials;

/** Where a sink's credentials come from. */
public enum AuthMode {
    /** Told from which of the other options are given. */
    AUTO,
    /** The access key of the config. */
    STATIC,
    /** A role, assumed with the access key of the config, or with what the default chain finds. */
    STS,
    /** The RAM role of the machine that the worker runs on. */
    ECS_RAM_ROLE,
    /** A role, assumed with a token of an OIDC provider (RRSA). */
    OIDC,
    /** The variables of the worker's process. */
    ENVIRONMENT,
    /** The first that is there: variables, OIDC variables, the machine's role. */
    DEFAULT
}
