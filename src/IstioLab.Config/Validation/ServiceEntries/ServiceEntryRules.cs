using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.ServiceEntries;

/// <summary>The rules of a ServiceEntry. See https://istio.io/latest/docs/reference/config/networking/service-entry/</summary>
internal static class ServiceEntryRules
{
    public static void Validate(ValidationScope scope)
    {
        var spec = scope.Spec;
        if (!SelectorChecks.MatchLabels(scope, spec["workloadSelector"], "labels", "service entry: {0}, will be applied to all services in namespace"))
        {
            return;
        }

        if (spec.Has("workloadSelector") && spec.Has("endpoints"))
        {
            scope.Error(spec, "only one of WorkloadSelector or Endpoints is allowed in Service Entry");
        }

        var resolution = spec["resolution"].Text is { Length: > 0 } text ? text : "NONE";
        Hosts(scope, resolution);
        Addresses(scope, resolution);
        Ports(scope);
        ResolutionRules.Check(scope, resolution);
        SeveralHosts(scope, resolution);
        ExportToChecks.Check(scope, spec["exportTo"], serviceEntry: true);
    }

    private static void Hosts(ValidationScope scope, string resolution)
    {
        var hosts = scope.Spec["hosts"];
        if (hosts.Count == 0)
        {
            scope.Error(scope.Spec, "service entry must have at least one host");
        }

        foreach (var host in hosts.Items)
        {
            if (host.Text == "*")
            {
                scope.Error(host, "invalid host *");
                continue;
            }

            scope.Check(host, HostChecks.Wildcard(host.Text));
            if (resolution != "DYNAMIC_DNS" && scope.Version.IsAtLeast(18) && HostChecks.PartialWildcard(host.Text) is { } warning)
            {
                scope.Warn(host, warning);
            }
        }
    }

    private static void Addresses(ValidationScope scope, string resolution)
    {
        var addresses = scope.Spec["addresses"];
        foreach (var address in addresses.Items)
        {
            scope.Check(address, AddressChecks.Subnet(address.Text));
        }

        if (resolution is not ("NONE" or "STATIC") && addresses.Texts.Any(static address => address.Contains('/', StringComparison.Ordinal)))
        {
            scope.Error(addresses, "CIDR addresses are allowed only for NONE/STATIC resolution types");
        }
    }

    private static void Ports(ValidationScope scope)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<long>();
        foreach (var port in scope.Spec["ports"].Items)
        {
            if (!port.Exists)
            {
                scope.Error(port, "service entry port may not be null");
                continue;
            }

            var (name, number) = (port["name"].Text, port["number"].Whole);
            if (!names.Add(name))
            {
                scope.Error(port["name"], $"service entry port name {GoText.Quote(name)} already defined");
            }

            if (!numbers.Add(number))
            {
                scope.Error(port["number"], $"service entry port {number} already defined");
            }

            if (port["targetPort"].Whole != 0)
            {
                scope.Check(port["targetPort"], PortChecks.Number(port["targetPort"].Whole));
            }

            Protocol(scope, port);
            scope.Check(port["name"], PortChecks.Name(name));
            scope.Check(port["number"], PortChecks.Number(number));
        }
    }

    private static void Protocol(ValidationScope scope, ConfigValue port)
    {
        var protocol = port["protocol"].Text;
        if (protocol is "" or "TCP" && scope.Spec["addresses"].Count == 0 && !AddressAllocation.IsAutomatic(scope))
        {
            scope.Warn(port, "addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled");
        }

        scope.Check(port["protocol"], ProtocolChecks.Error(protocol));
    }

    /// <summary>Plain TCP cannot tell one host from another.</summary>
    private static void SeveralHosts(ValidationScope scope, string resolution)
    {
        if (resolution == "NONE" || scope.Spec["hosts"].Count <= 1)
        {
            return;
        }

        var plain = scope.Spec["ports"].Items.Any(static port =>
            port.Exists && !ProtocolChecks.IsHttp(port["protocol"].Text) && !ProtocolChecks.IsTls(port["protocol"].Text));
        if (plain)
        {
            scope.Error(scope.Spec["hosts"], "multiple hosts provided with non-HTTP, non-TLS ports");
        }
    }
}
