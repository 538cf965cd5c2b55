package dev.sluice.core.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A role that is assumed with a token of an OIDC provider (AssumeRoleWithOIDC; RRSA on ACK). The file is read each time:
 * the platform replaces the token while the worker runs.
 */
final class OidcRole implements CredentialSource {
    private final StsClient sts;
    private final AssumedRole.Role role;
    private final String providerArn;
    private final Path tokenFile;

    OidcRole(StsClient sts, AssumedRole.Role role, String providerArn, Path tokenFile) {
        this.sts = sts;
        this.role = role;
        this.providerArn = providerArn;
        this.tokenFile = tokenFile;
    }

    @Override
    public Credentials fetch() {
        Map<String, String> parameters = new HashMap<>(role.parameters());
        parameters.put("OIDCProviderArn", providerArn);
        parameters.put("OIDCToken", token());
        return sts.call("AssumeRoleWithOIDC", parameters, null);
    }

    private String token() {
        String token;
        try {
            token = Files.readString(tokenFile).trim();
        } catch (IOException e) {
            throw CredentialsException.refused(
                    "OidcTokenFile", "the OIDC token file " + tokenFile + " cannot be read", e);
        }
        if (token.isEmpty()) {
            // It is being replaced at this moment.
            throw CredentialsException.passing("OidcTokenFile", "the OIDC token file " + tokenFile + " is empty", null);
        }
        return token;
    }

    @Override
    public void close() {
        sts.close();
    }
}
