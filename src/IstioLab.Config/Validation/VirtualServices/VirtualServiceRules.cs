using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>The rules of a VirtualService as Istio's webhook has them. See https://istio.io/latest/docs/reference/config/networking/virtual-service/</summary>
internal static class VirtualServiceRules
{
    public static void Validate(ValidationScope scope)
    {
        var spec = scope.Spec;
        var isDelegate = spec["hosts"].Count == 0;
        if (isDelegate)
        {
            Delegate(scope);
        }

        GatewayNameRules.Check(scope, spec["gateways"]);
        var onGateway = spec["gateways"].Count > 0 && !spec["gateways"].Texts.Contains("mesh");
        var alsoOnGateway = !scope.Version.IsAtLeast(18) && spec["gateways"].Texts.Any(static name => name != "mesh");
        if (!onGateway && !alsoOnGateway)
        {
            Claims(scope);
        }

        Hosts(scope, onGateway);
        if (spec["http"].Count == 0 && spec["tcp"].Count == 0 && spec["tls"].Count == 0)
        {
            scope.Error(spec, "http, tcp or tls must be provided in virtual service");
        }

        foreach (var route in spec["http"].Items)
        {
            if (route.Exists)
            {
                new HttpRouteRules(scope, route, isDelegate).Check();
            }
            else
            {
                scope.Error(route, "http route may not be null");
            }
        }

        TlsRouteRules.Check(scope, onGateway);
        TcpRouteRules.Check(scope);
        ExportToChecks.Check(scope, spec["exportTo"]);
        UnusedRules.Check(scope);
    }

    /// <summary>A VirtualService without hosts can only be a delegate.</summary>
    private static void Delegate(ValidationScope scope)
    {
        foreach (var (field, words) in new[] { ("gateways", "gateways"), ("tls", "tls route"), ("tcp", "tcp route") })
        {
            if (scope.Spec[field].Count != 0)
            {
                scope.Error(scope.Spec[field], $"delegate virtual service must have no {words} specified");
            }
        }
    }

    private static void Claims(ValidationScope scope)
    {
        var claims = scope.Spec["http"].Items
            .SelectMany(static route => route["match"].Items)
            .SelectMany(static match => match["headers"].Entries.Concat(match["withoutHeaders"].Entries))
            .Where(static header => HeaderChecks.IsClaim(header.Key));
        foreach (var (key, value) in claims)
        {
            scope.Error(value, $"JWT claim based routing (key: {key}) is only supported for gateway, found no gateways: "
                + GoText.List(scope.Spec["gateways"].Texts));
        }
    }

    private static void Hosts(ValidationScope scope, bool onGateway)
    {
        var sni = scope.Spec["tls"].Items.SelectMany(static tls => tls["match"].Items).Any(static match => match["sniHosts"].Count > 0);
        var valid = true;
        foreach (var host in scope.Spec["hosts"].Items)
        {
            var error = onGateway && scope.Version.IsAtLeast(18) ? HostChecks.OnGateway(sni, host.Text) : HostChecks.Wildcard(host.Text);
            if (error is not null && AddressChecks.IsAddress(host.Text))
            {
                continue;
            }

            error ??= !onGateway && host.Text == "*" ? "wildcard host * is not allowed for virtual services bound to the mesh gateway" : null;
            scope.Check(host, error);
            valid &= error is null;
        }

        if (valid)
        {
            Duplicates(scope, [.. scope.Spec["hosts"].Items]);
        }
    }

    private static void Duplicates(ValidationScope scope, List<ConfigValue> hosts)
    {
        for (var i = 0; i < hosts.Count; i++)
        {
            for (var j = i + 1; j < hosts.Count; j++)
            {
                if (HostMatching.Overlap(hosts[i].Text, hosts[j].Text))
                {
                    scope.Error(hosts[j], $"duplicate hosts in virtual service: {hosts[i].Text} & {hosts[j].Text}");
                }
            }
        }
    }
}
