using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Gateways;

/// <summary>The rules of a Gateway. See https://istio.io/latest/docs/reference/config/networking/gateway/</summary>
internal static class GatewayRules
{
    public static void Validate(ValidationScope scope)
    {
        if (!NameChecks.IsLabel(scope.Name) && !scope.IsGenerated)
        {
            scope.Error(scope.Resource["metadata"]["name"], $"invalid gateway name: {GoText.Quote(scope.Name)}");
        }

        var servers = scope.Spec["servers"];
        if (servers.Count == 0)
        {
            scope.Error(scope.Spec, "gateway must have at least one server");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in servers.Items)
        {
            if (!server.Exists)
            {
                scope.Error(server, "cannot have nil server");
                scope.Error(server, "server may not be nil");
                continue;
            }

            ServerRules.Check(scope, server);
            PortName(scope, server, names);
        }
    }

    private static void PortName(ValidationScope scope, ConfigValue server, HashSet<string> names)
    {
        var port = server["port"];
        if (!port.Exists)
        {
            return;
        }

        var name = port["name"].Text;
        if (!names.Add(name))
        {
            scope.Error(port["name"], $"port names in servers must be unique: duplicate name {name}");
        }

        if (!ProtocolChecks.IsHttp(port["protocol"].Text) && server["tls"]["httpsRedirect"].Flag)
        {
            scope.Warn(server["tls"]["httpsRedirect"], "tls.httpsRedirect should only be used with http servers");
        }
    }
}
