using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Names of gateways: <c>namespace/name</c>, a bare name, or the old form <c>name.namespace</c>.</summary>
internal static class GatewayNameRules
{
    public static void Check(ValidationScope scope, ConfigValue gateways)
    {
        foreach (var gateway in gateways.Items)
        {
            var name = gateway.Text;
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                // Istio looks no further than the first bare name.
                Bare(scope, gateway, name);
                return;
            }

            var (ns, local) = (name[..slash], name[(slash + 1)..]);
            if (ns.Length == 0 || local.Length == 0)
            {
                scope.Error(gateway, "config namespace and gateway name cannot be empty");
            }

            if (!NameChecks.IsLabel(ns))
            {
                scope.Error(gateway, $"invalid value for namespace: {GoText.Quote(ns)}");
            }

            if (!NameChecks.IsLabel(local) && !(scope.IsGenerated && gateways.Path == "spec.gateways"))
            {
                scope.Error(gateway, $"invalid value for gateway name: {GoText.Quote(local)}");
            }
        }
    }

    private static void Bare(ValidationScope scope, ConfigValue gateway, string name)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            var parts = name.Split('.');
            scope.Warn(gateway, $"using legacy gatewayName format {GoText.Quote(name)}; prefer the <namespace>/<name> format: "
                + GoText.Quote($"{parts[1]}/{parts[0]}"));
        }

        scope.Check(gateway, HostChecks.QualifiedName(name));
    }
}
