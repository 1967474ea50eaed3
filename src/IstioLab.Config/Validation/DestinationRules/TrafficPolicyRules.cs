using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>A traffic policy: of a host, a subset or a port.</summary>
internal static class TrafficPolicyRules
{
    private static readonly string[] s_portFields = ["outlierDetection", "connectionPool", "loadBalancer", "tls"];
    private static readonly string[] s_fields = [.. s_portFields, "portLevelSettings", "tunnel", "proxyProtocol", "retryBudget"];

    public static void Check(ValidationScope scope, ConfigValue policy)
    {
        if (!policy.Exists)
        {
            return;
        }

        if (!s_fields.Any(policy.Has))
        {
            scope.Error(policy, "traffic policy must have at least one field");
            return;
        }

        if (policy.Has("tunnel") && policy.Has("proxyProtocol"))
        {
            scope.Error(policy, "tunnel and proxyProtocol must not be set together");
            return;
        }

        Shared(scope, policy);
        Ports(scope, policy["portLevelSettings"]);
        Tunnel(scope, policy["tunnel"]);
    }

    private static void Shared(ValidationScope scope, ConfigValue policy)
    {
        OutlierRules.Check(scope, policy["outlierDetection"]);
        ConnectionPoolRules.Check(scope, policy["connectionPool"]);
        LoadBalancerRules.Check(scope, policy["loadBalancer"], policy["outlierDetection"]);
        ClientTlsRules.Check(scope, policy["tls"]);
    }

    private static void Ports(ValidationScope scope, ConfigValue settings)
    {
        foreach (var setting in settings.Items)
        {
            if (!setting.Exists)
            {
                scope.Error(setting, "traffic policy may not be null");
                continue;
            }

            if (!setting.Has("port"))
            {
                scope.Error(setting, "portTrafficPolicy must have valid port");
            }

            if (s_portFields.Any(setting.Has))
            {
                scope.ErrorsOnly(() => Shared(scope, setting));
            }
            else
            {
                scope.Error(setting, "port traffic policy must have at least one field");
            }
        }
    }

    private static void Tunnel(ValidationScope scope, ConfigValue tunnel)
    {
        if (!tunnel.Exists)
        {
            return;
        }

        if (tunnel["protocol"].Text is not ("" or "CONNECT" or "POST"))
        {
            scope.Error(tunnel["protocol"], "tunnel protocol must be \"CONNECT\" or \"POST\"");
        }

        var host = tunnel["targetHost"].Text;
        if (HostChecks.QualifiedName(host) is { } error && AddressChecks.Address(host) is { } address)
        {
            scope.Error(tunnel["targetHost"], $"tunnel target host must be valid FQDN or IP address: {error}; {address}");
        }

        if (PortChecks.Number(tunnel["targetPort"].Whole) is { } port)
        {
            scope.Error(tunnel["targetPort"], $"tunnel target port is invalid: {port}");
        }
    }
}
