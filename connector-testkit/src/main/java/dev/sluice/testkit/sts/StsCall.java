package dev.sluice.testkit.sts;

/**
 * One call that an {@link StsEmulator} had.
 *
 * @param operation {@code AssumeRole}, {@code AssumeRoleWithOIDC}, or of the metadata service {@code MetadataToken},
 *     {@code MetadataRoles}, {@code MetadataCredentials}; what is none of these is {@code Unknown}
 * @param roleArn the role asked for, for the metadata service its name; empty when none was named
 * @param status the HTTP status, or 0 when the connection was closed without an answer
 * @param code of the error; empty when there is none
 */
public record StsCall(String operation, String roleArn, int status, String code) {}
