using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Discovery;

/// <summary>Makes mesh services of ServiceEntries: one for each host and address.</summary>
internal static class ServiceEntryReader
{
    public static ImmutableArray<MeshService> Read(ConfigObject source)
    {
        var spec = source.Root["spec"];
        ImmutableArray<ServicePort> ports =
        [
            .. spec.Items("ports").Select(port => new ServicePort(
                port.Integer("number"),
                port.Text("name"),
                ServiceProtocols.Parse(port.Text("protocol")),
                port.Text("targetPort").Length == 0 ? port.Text("number") : port.Text("targetPort"))),
        ];
        ImmutableArray<string> addresses = [.. spec.Texts("addresses").Select(Normalize).Where(address => address.Length > 0)];
        var result = ImmutableArray.CreateBuilder<MeshService>();
        foreach (var host in spec.Texts("hosts"))
        {
            foreach (var address in addresses.IsEmpty ? [""] : addresses)
            {
                result.Add(Create(source, spec, host, address, ports));
            }
        }

        return result.ToImmutable();
    }

    private static MeshService Create(ConfigObject source, YamlNode? spec, string host, string address, ImmutableArray<ServicePort> ports) =>
        new()
        {
            Hostname = host.ToLowerInvariant(),
            Name = host,
            Namespace = source.Id.Namespace,
            Ports = ports,
            Addresses = address.Length == 0 ? [] : [address],
            Resolution = spec.Text("resolution") switch
            {
                "STATIC" => ServiceResolution.ClientSideLoadBalancing,
                "DNS" => ServiceResolution.Dns,
                "DNS_ROUND_ROBIN" => ServiceResolution.DnsRoundRobin,
                "DYNAMIC_DNS" => ServiceResolution.DynamicDns,
                _ => ServiceResolution.Passthrough,
            },
            IsExternal = spec.Text("location") is "" or "MESH_EXTERNAL",
            ExportTo = spec.Texts("exportTo"),
            Labels = source.Labels,
            Selector = spec.Child("workloadSelector").Child("labels").ToTextMap(),
            CreationTime = source.CreationTime,
            Source = source,
        };

    private static string Normalize(string address)
    {
        if (IPAddress.TryParse(address, out var ip))
        {
            return ip.ToString();
        }

        if (Networks.TryParse(address) is not { } network)
        {
            return "";
        }

        var whole = network.BaseAddress.GetAddressBytes().Length * 8;
        return network.PrefixLength == whole ? network.BaseAddress.ToString() : address;
    }
}
