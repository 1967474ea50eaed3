using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>The entries of <c>spec.tls</c>.</summary>
internal static class TlsRouteRules
{
    public static void Check(ValidationScope scope, bool onGateway)
    {
        foreach (var route in scope.Spec["tls"].Items.Where(static route => route.Exists))
        {
            if (route["match"].Count == 0)
            {
                scope.Error(route, "TLS route must have at least one match condition");
            }

            foreach (var match in route["match"].Items)
            {
                Match(scope, match, (onGateway || scope.Spec["gateways"].Count == 0) && scope.Version.IsAtLeast(18));
            }

            if (route["route"].Count == 0)
            {
                scope.Error(route, "TLS route is required");
            }

            RouteDestinationRules.CheckAll(scope, route["route"], http: false);
        }
    }

    private static void Match(ValidationScope scope, ConfigValue match, bool generatedNames)
    {
        if (!match.Exists)
        {
            scope.Error(match, "TLS match may not be null");
            return;
        }

        if (match["sniHosts"].Count == 0)
        {
            scope.Error(match, "TLS match must have at least one SNI host");
        }

        foreach (var host in match["sniHosts"].Items)
        {
            SniHost(scope, host, generatedNames);
        }

        TcpRouteRules.Common(scope, match);
    }

    private static void SniHost(ValidationScope scope, ConfigValue host, bool generatedNames)
    {
        var error = generatedNames ? HostChecks.OnGateway(sni: true, host.Text) : HostChecks.Wildcard(host.Text);
        if (error is not null)
        {
            if (AddressChecks.IsAddress(host.Text))
            {
                scope.Warn(host, $"using an IP address ({GoText.Quote(host.Text)}) goes against SNI spec and most clients do not support this");
            }
            else
            {
                scope.Error(host, error);
            }

            return;
        }

        var hosts = scope.Spec["hosts"].Texts;
        if (!hosts.Any(outer => HostMatching.Contains(outer, host.Text)))
        {
            scope.Error(host, $"SNI host {GoText.Quote(host.Text)} is not a compatible subset of any of the virtual service hosts: "
                + $"[{string.Join(", ", hosts)}]");
        }
    }
}
