using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>The entries of <c>spec.tcp</c>.</summary>
internal static class TcpRouteRules
{
    public static void Check(ValidationScope scope)
    {
        foreach (var route in scope.Spec["tcp"].Items.Where(static route => route.Exists))
        {
            foreach (var match in route["match"].Items)
            {
                if (match.Exists)
                {
                    scope.ErrorsOnly(() => Common(scope, match));
                }
                else
                {
                    scope.Error(match, "tcp match may not be nil");
                }
            }

            if (route["route"].Count == 0)
            {
                scope.Error(route, "TCP route is required");
            }

            RouteDestinationRules.CheckAll(scope, route["route"], http: false);
        }
    }

    /// <summary>What TCP and TLS conditions share.</summary>
    public static void Common(ValidationScope scope, ConfigValue match)
    {
        foreach (var subnet in match["destinationSubnets"].Items)
        {
            scope.Check(subnet, AddressChecks.Subnet(subnet.Text));
        }

        if (match["port"].Whole != 0)
        {
            scope.Check(match["port"], PortChecks.Number(match["port"].Whole));
        }

        NameChecks.Labels(scope, match["sourceLabels"]);
        GatewayNameRules.Check(scope, match["gateways"]);
    }
}
