using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Workloads;

/// <summary>The rules of a WorkloadEntry, also where one is an endpoint of a ServiceEntry.</summary>
internal static class WorkloadEntryRules
{
    private const string UnixPrefix = "unix://";

    public static void Validate(ValidationScope scope) => Check(scope, scope.Spec, ports: null, allowNames: true);

    /// <summary>Checks one endpoint.</summary>
    /// <param name="scope">The object.</param>
    /// <param name="entry">The endpoint.</param>
    /// <param name="ports">The port names of the ServiceEntry; null when there is none.</param>
    /// <param name="allowNames">Whether the address may be a DNS name.</param>
    public static void Check(ValidationScope scope, ConfigValue entry, IReadOnlySet<string>? ports, bool allowNames)
    {
        var address = entry["address"].Text;
        if (address.Length == 0)
        {
            if (entry["network"].Text.Length == 0 || !scope.Version.IsAtLeast(18))
            {
                scope.Error(entry, scope.Version.IsAtLeast(18) ? "address is required" : "address must be set");
                return;
            }

            scope.Warn(entry, $"address is unset with network {GoText.Quote(entry["network"].Text)}");
        }

        var unix = address.StartsWith(UnixPrefix, StringComparison.Ordinal);
        Address(scope, entry, address, unix, allowNames);
        Ports(scope, entry["ports"], ports);
        NameChecks.Labels(scope, entry["labels"]);
        if (unix && ports is not null && ports.Count != 1)
        {
            scope.Error(entry, "exactly 1 service port required for unix endpoints");
        }
    }

    public static void Ports(ValidationScope scope, ConfigValue endpointPorts, IReadOnlySet<string>? ports)
    {
        foreach (var (name, port) in endpointPorts.Entries)
        {
            if (ports is not null && !ports.Contains(name))
            {
                scope.Error(port, $"endpoint port {port.Whole} is not defined by the service entry");
            }

            scope.Check(port, PortChecks.Name(name));
            scope.Check(port, PortChecks.Number(port.Whole));
        }
    }

    private static void Address(ValidationScope scope, ConfigValue entry, string address, bool unix, bool allowNames)
    {
        if (unix)
        {
            scope.Check(entry["address"], AddressChecks.UnixSocket(address[UnixPrefix.Length..]));
            if (entry["ports"].Count != 0)
            {
                scope.Error(entry["ports"], $"unix endpoint {address} must not include ports");
            }
        }
        else if (address.Length > 0 && !AddressChecks.IsAddress(address))
        {
            if (!allowNames)
            {
                scope.Error(entry["address"], $"endpoint address {GoText.Quote(address)} is not a valid IP address");
            }
            else if (HostChecks.QualifiedName(address) is not null)
            {
                scope.Error(entry["address"], $"endpoint address {GoText.Quote(address)} is not a valid FQDN or an IP address");
            }
        }
    }
}
