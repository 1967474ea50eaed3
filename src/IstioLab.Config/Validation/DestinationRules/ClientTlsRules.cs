namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>How clients of the mesh connect.</summary>
internal static class ClientTlsRules
{
    private const string ConfigMapPrefix = "configmap://";

    public static void Check(ValidationScope scope, ConfigValue tls)
    {
        if (!tls.Exists)
        {
            return;
        }

        var credential = tls["credentialName"].Text;
        ConfigMap(scope, tls["credentialName"], credential);
        var mode = tls["mode"].Text;
        if (tls["insecureSkipVerify"].Flag && scope.Version.IsAtLeast(18))
        {
            SkipVerify(scope, tls, mode, credential);
        }

        if (mode is "SIMPLE" or "MUTUAL" && credential.Length > 0)
        {
            if (Set(tls, "clientCertificate") || Set(tls, "caCertificates") || Set(tls, "privateKey") || Set(tls, "caCrl"))
            {
                scope.Error(tls, "cannot specify client certificates or CA certificate or CA CRL If credentialName is set");
            }

            return;
        }

        if (mode == "MUTUAL" && !Set(tls, "clientCertificate"))
        {
            scope.Error(tls, "client certificate required for mutual tls");
        }

        if (mode == "MUTUAL" && !Set(tls, "privateKey"))
        {
            scope.Error(tls, "private key required for mutual tls");
        }
    }

    private static void SkipVerify(ValidationScope scope, ConfigValue tls, string mode, string credential)
    {
        if (mode == "SIMPLE" && (Set(tls, "caCertificates") || credential.Length > 0 || tls.Has("subjectAltNames")))
        {
            scope.Error(tls, "cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true");
        }

        if (mode == "MUTUAL" && (Set(tls, "caCertificates") || tls.Has("subjectAltNames")))
        {
            scope.Error(tls, "cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true");
        }
    }

    private static void ConfigMap(ValidationScope scope, ConfigValue at, string credential)
    {
        if (!credential.StartsWith(ConfigMapPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var parts = credential[ConfigMapPrefix.Length..].Split('/');
        if (parts.Length != 2 || parts.Contains(""))
        {
            scope.Error(at, $"invalid configmap:// credentialName: invalid resource name \"{credential}\". Expected namespace and name");
        }
        else if (parts[0] != scope.Namespace)
        {
            scope.Error(at, $"invalid configmap:// credentialName: namespace must match the configuration namespace \"{scope.Namespace}\"");
        }
    }

    private static bool Set(ConfigValue tls, string name) => tls[name].Text.Length > 0;
}
