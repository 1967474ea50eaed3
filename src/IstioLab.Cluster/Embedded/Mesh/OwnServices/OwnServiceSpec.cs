using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Snapshots;

namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>What a WorkloadEntry says of a process of this machine. Anything that changes here gives the process a new sidecar.</summary>
internal sealed record OwnServiceSpec(string Namespace, string Name, IPAddress Address, HostPorts Ports, string ServiceAccount, string LabelText, string HostText)
{
    private const string Example = "Use an address of its own in the mesh, from 10.246.0.0/16, such as '10.246.0.1'.";

    private static readonly IPNetwork Pods = IPNetwork.Parse("10.244.0.0/16");
    private static readonly IPNetwork Services = IPNetwork.Parse("10.96.0.0/16");

    /// <summary>Hosts of the mesh that get a port of their own on the machine.</summary>
    public IReadOnlyList<string> Hosts { get; } = HostText.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private FrozenDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Reads an entry that has the annotation <c>istiolab.dev/host-port</c>.</summary>
    /// <param name="entry">The WorkloadEntry.</param>
    /// <param name="hostPort">The annotation's value.</param>
    /// <exception cref="FormatException">The entry cannot be served; the message says why and what to write.</exception>
    public static OwnServiceSpec Read(StoredObject entry, string hostPort)
    {
        var node = entry.ToNode();
        if (!HostPorts.TryParse(hostPort, out var ports))
        {
            throw new FormatException(
                $"annotation '{OwnServiceAnnotations.HostPort}: {hostPort}' is not a port: write the loopback port of the process, such as '5081', "
                + "or one for each target port, such as '8080=5081,50051=5082'.");
        }

        var labels = new Dictionary<string, string>(entry.Labels, StringComparer.Ordinal);
        foreach (var (key, value) in node.Map("spec", "labels")) labels[key] = value;
        var account = node.Text("spec", "serviceAccount");
        return new OwnServiceSpec(
            entry.Namespace, entry.Name, AddressOf(node.Text("spec", "address")), ports, account.Length > 0 ? account : "default",
            string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")),
            entry.Annotations.GetValueOrDefault(OwnServiceAnnotations.Hosts, ""))
        {
            Labels = labels.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    public ProxyIdentity ToIdentity(int httpProxyPort) => new()
    {
        Namespace = Namespace,
        PodName = Name,
        Address = Address,
        Labels = Labels,
        ServiceAccount = ServiceAccount,
        HttpProxyPort = httpProxyPort,
    };

    public bool Equals(OwnServiceSpec? other) =>
        other is not null && Namespace == other.Namespace && Name == other.Name && Address.Equals(other.Address) && Ports == other.Ports
        && ServiceAccount == other.ServiceAccount && LabelText == other.LabelText && HostText == other.HostText;

    public override int GetHashCode() => HashCode.Combine(Namespace, Name, Address, Ports, LabelText);

    private static IPAddress AddressOf(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new FormatException($"spec.address '{text}' is not an IP address. {Example}");
        }

        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || IsMulticast(address))
        {
            throw new FormatException($"spec.address '{text}' cannot be told apart in the mesh. {Example}");
        }

        if (Pods.Contains(address) || Services.Contains(address))
        {
            throw new FormatException($"spec.address '{text}' is in the range of pods (10.244.0.0/16) or Services (10.96.0.0/16). {Example}");
        }

        return address;
    }

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] >= 224;
}
