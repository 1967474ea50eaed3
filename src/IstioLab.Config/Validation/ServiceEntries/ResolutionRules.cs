using IstioLab.Config.Validation.Checks;
using IstioLab.Config.Validation.Workloads;

namespace IstioLab.Config.Validation.ServiceEntries;

/// <summary>What each way of finding endpoints allows.</summary>
internal static class ResolutionRules
{
    public static void Check(ValidationScope scope, string resolution)
    {
        switch (resolution)
        {
            case "NONE":
                None(scope);
                break;
            case "STATIC":
                foreach (var endpoint in Endpoints(scope))
                {
                    WorkloadEntryRules.Check(scope, endpoint, PortNames(scope), allowNames: false);
                }

                break;
            case "DNS" or "DNS_ROUND_ROBIN":
                Dns(scope, resolution);
                break;
            case "DYNAMIC_DNS":
                DynamicDns(scope);
                break;
            default:
                scope.Error(scope.Spec["resolution"], $"unsupported resolution type {resolution}");
                break;
        }
    }

    private static void None(ValidationScope scope)
    {
        if (scope.Spec["endpoints"].Count != 0)
        {
            scope.Error(scope.Spec["endpoints"], "no endpoints should be provided for resolution type none");
        }

        if (scope.Spec.Has("workloadSelector") && scope.Version.IsAtLeast(18))
        {
            scope.Warn(scope.Spec["workloadSelector"], "workloadSelector should not be set when resolution mode is NONE");
        }
    }

    private static void Dns(ValidationScope scope, string resolution)
    {
        var (hosts, endpoints) = (scope.Spec["hosts"], scope.Spec["endpoints"]);
        var wrong = hosts.Items.FirstOrDefault(static host => HostChecks.QualifiedName(host.Text) is not null);
        if (endpoints.Count == 0 && wrong.Exists)
        {
            scope.Error(wrong, "hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode "
                + $"{resolution}, {HostChecks.QualifiedName(wrong.Text)}");
        }

        if (resolution == "DNS_ROUND_ROBIN" && endpoints.Count > 1)
        {
            scope.Error(endpoints, $"there must only be 0 or 1 endpoint for resolution mode {resolution}");
        }

        foreach (var endpoint in Endpoints(scope))
        {
            var address = endpoint["address"].Text;
            if (!AddressChecks.IsAddress(address) && HostChecks.QualifiedName(address) is not null)
            {
                scope.Error(endpoint["address"], $"endpoint address {GoText.Quote(address)} is not a valid FQDN or an IP address");
            }

            NameChecks.Labels(scope, endpoint["labels"]);
            WorkloadEntryRules.Ports(scope, endpoint["ports"], PortNames(scope));
        }

        var tcp = scope.Spec["ports"].Items.Any(static port => port.Exists && ProtocolChecks.IsTcp(port["protocol"].Text));
        if (scope.Spec["addresses"].Count > 0 && tcp && hosts.Count > 1)
        {
            scope.Warn(hosts, "service entry can not have more than one host specified simultaneously with address and tcp port");
        }
    }

    private static void DynamicDns(ValidationScope scope)
    {
        const string Type = "DYNAMIC_DNS";
        var spec = scope.Spec;
        if (spec["hosts"].Count == 0)
        {
            scope.Error(spec, $"at least one wildcard host must be provided for resolution type {Type}");
        }

        foreach (var host in spec["hosts"].Items.Where(static host => !host.Text.StartsWith('*')))
        {
            scope.Error(host, $"host must be wildcarded for resolution mode {Type}");
        }

        if (spec["addresses"].Count != 0)
        {
            scope.Error(spec["addresses"], $"addresses cannot be set for resolution type {Type}. HTTP route domains will only be generated"
                + "from the hosts field values");
        }

        if (spec["endpoints"].Count != 0)
        {
            scope.Error(spec["endpoints"], $"endpoints cannot be set for resolution type {Type}. Destination IP address determined from hosts"
                + "field values");
        }

        foreach (var port in spec["ports"].Items.Where(static port => port["protocol"].Text.ToUpperInvariant() is not ("HTTP" or "TLS" or "GRPC" or "HTTP2")))
        {
            scope.Error(port, port.Exists
                ? $"only HTTP, TLS, GRPC, and HTTP2 protocols are supported for resolution type {Type}"
                : "port cannot be nil");
        }

        var waypoint = scope.Resource["metadata"]["labels"]["istio.io/use-waypoint"].Text;
        if (spec["location"].Text == "MESH_INTERNAL" && waypoint.Length > 0 && !waypoint.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            scope.Error(spec["location"], $"location MESH_INTERNAL with resolution type {Type} is not supported when using waypoints");
        }
    }

    private static IEnumerable<ConfigValue> Endpoints(ValidationScope scope)
    {
        foreach (var endpoint in scope.Spec["endpoints"].Items)
        {
            if (endpoint.Exists)
            {
                yield return endpoint;
            }
            else
            {
                scope.Error(endpoint, "endpoint cannot be nil");
            }
        }
    }

    private static HashSet<string> PortNames(ValidationScope scope) =>
        scope.Spec["ports"].Items.Where(static port => port.Exists).Select(static port => port["name"].Text).ToHashSet(StringComparer.Ordinal);
}
