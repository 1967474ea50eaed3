using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Gateways;

/// <summary>TLS of a Gateway's server or a Sidecar's ingress listener.</summary>
internal static class ServerTlsRules
{
    private static readonly (string Field, string Words)[] s_notWithIstioMutual =
    [
        ("serverCertificate", "server certificate"), ("privateKey", "private key"), ("caCertificates", "CA bundle"),
        ("tlsCertificates", "tlsCertificates"), ("credentialName", "credentialName"), ("credentialNames", "credentialNames"),
    ];

    private static readonly HashSet<string> s_ciphers = new(
        [
            "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA", "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA", "DES-CBC3-SHA",
        ],
        StringComparer.Ordinal);

    public static void Check(ValidationScope scope, ConfigValue tls)
    {
        if (!tls.Exists)
        {
            return;
        }

        Ciphers(scope, tls);
        var mode = tls["mode"].Text is { Length: > 0 } text ? text : "PASSTHROUGH";
        if (mode == "ISTIO_MUTUAL")
        {
            foreach (var (field, words) in s_notWithIstioMutual.Where(pair => Set(tls, pair.Field)))
            {
                scope.Error(tls[field], $"ISTIO_MUTUAL TLS cannot have associated {words}");
            }

            return;
        }

        Sources(scope, tls, mode);
        var terminates = mode is "SIMPLE" or "MUTUAL" or "OPTIONAL_MUTUAL";
        if (terminates && (Set(tls, "credentialName") || Set(tls, "credentialNames")))
        {
            return;
        }

        if (terminates)
        {
            Certificates(scope, tls, mode);
        }

        Revocation(scope, tls, mode);
    }

    private static void Ciphers(ValidationScope scope, ConfigValue tls)
    {
        var suites = tls["cipherSuites"];
        if (tls["minProtocolVersion"].Text is "TLSV1_0" or "TLSV1_1" && suites.Count == 0)
        {
            scope.Warn(tls, "TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.");
        }

        var invalid = new SortedSet<string>(StringComparer.Ordinal);
        var repeated = new SortedSet<string>(StringComparer.Ordinal);
        var valid = new HashSet<string>(StringComparer.Ordinal);
        foreach (var suite in suites.Texts)
        {
            if (!IsCipher(suite))
            {
                invalid.Add(suite);
            }
            else if (!valid.Add(suite))
            {
                repeated.Add(suite);
            }
        }

        if (invalid.Count > 0)
        {
            scope.Warn(suites, $"ignoring invalid cipher suites: {GoText.List(invalid)}");
        }

        if (repeated.Count > 0)
        {
            scope.Warn(suites, $"ignoring duplicate cipher suites: {GoText.List(repeated)}");
        }
    }

    /// <summary>Words that begin with a sign are operators of OpenSSL's lists and not looked at.</summary>
    private static bool IsCipher(string suite) => suite is "" or "ALL" || !char.IsLetterOrDigit(suite[0]) || s_ciphers.Contains(suite);

    private static void Sources(ValidationScope scope, ConfigValue tls, string mode)
    {
        if (mode is "PASSTHROUGH" or "AUTO_PASSTHROUGH" && (Set(tls, "caCrl") || s_notWithIstioMutual.Any(pair => Set(tls, pair.Field))))
        {
            scope.Warn(tls, $"{mode} mode does not use certificates, they will be ignored");
        }

        var sources = (Set(tls, "serverCertificate") && Set(tls, "privateKey") ? 1 : 0) + (Set(tls, "credentialName") ? 1 : 0)
            + (Set(tls, "credentialNames") ? 1 : 0) + (Set(tls, "tlsCertificates") ? 1 : 0);
        if (sources > 1 && scope.Version.IsAtLeast(18))
        {
            scope.Error(tls, "only one of credential_name, credential_names, server_certificate/private_key, tls_certificates should be specified");
        }
    }

    private static void Certificates(ValidationScope scope, ConfigValue tls, string mode)
    {
        var words = mode == "SIMPLE" ? "SIMPLE TLS" : "MUTUAL TLS";
        if (mode != "SIMPLE" && !Set(tls, "caCertificates"))
        {
            scope.Error(tls, $"{words} requires a client CA bundle");
        }

        if (tls["tlsCertificates"].Count > 2)
        {
            scope.Warn(tls["tlsCertificates"], $"{words} can support up to 2 server certificates");
        }

        foreach (var pair in Set(tls, "tlsCertificates") ? tls["tlsCertificates"].Items : [tls])
        {
            if (!Set(pair, "serverCertificate"))
            {
                scope.Error(pair, $"{words} requires a server certificate");
            }

            if (!Set(pair, "privateKey"))
            {
                scope.Error(pair, $"{words} requires a private key");
            }
        }
    }

    private static void Revocation(ValidationScope scope, ConfigValue tls, string mode)
    {
        if (!Set(tls, "caCrl"))
        {
            return;
        }

        if (Set(tls, "credentialName"))
        {
            scope.Error(tls["caCrl"], "CRL is not supported with credentialName. CRL has to be specified in the credential");
        }

        if (mode == "SIMPLE")
        {
            scope.Error(tls["caCrl"], "CRL is not supported with SIMPLE TLS");
        }
    }

    private static bool Set(ConfigValue tls, string name) => tls[name].Text.Length > 0 || tls[name].Count > 0;
}
