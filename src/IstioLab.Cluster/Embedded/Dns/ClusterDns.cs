using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Edge;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Services;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Dns;

/// <summary>
/// The records of the cluster's DNS: services, headless services, pods, and names of ExternalName services.
/// https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
/// </summary>
/// <param name="api">The objects.</param>
/// <param name="outside">Names outside of the cluster; null for none.</param>
/// <param name="findAddress">The address that the mesh gives to a host of a namespace's ServiceEntry; null for none.</param>
internal sealed class ClusterDns(IObjectApi api, OutsideNames? outside = null, Func<string, string, string?>? findAddress = null)
{
    public const string Domain = "cluster.local";
    public const string ServerAddress = "10.96.0.10";

    /// <summary>The hosts of ServiceEntries.</summary>
    public ServiceEntryNames Entries { get; } = new(api, findAddress);

    /// <summary>The addresses of a name that is not the cluster's; empty when there is none.</summary>
    public ValueTask<IReadOnlyList<IPAddress>> ResolveOutsideAsync(string name, CancellationToken cancellationToken) =>
        outside is null || IsOwn(name.TrimEnd('.')) ? new([]) : outside.ResolveAsync(name, cancellationToken);

    /// <summary>The addresses of a full name, without search domains; empty when there is none.</summary>
    public IReadOnlyList<IPAddress> Lookup(string name)
    {
        name = name.TrimEnd('.').ToLowerInvariant();
        for (var hops = 0; hops < 8; hops++)
        {
            var labels = name.Split('.');
            if (labels.Length < 4 || !name.EndsWith("." + Domain, StringComparison.Ordinal)) return [];
            var inner = labels[..^2];
            if (inner is [.., var podNamespace, "pod"]) return Pod(inner[..^2], podNamespace);
            if (inner is not [.., var service, var ns, "svc"]) return [];
            var host = inner[..^3];
            if (api.Find(Resources.Services, ns, service)?.ToNode() is not { } found) return [];
            if (found.Text("spec", "type") != "ExternalName") return Service(found, ns, service, host);
            name = found.Text("spec", "externalName").TrimEnd('.').ToLowerInvariant();
        }

        return [];
    }

    /// <summary>Whether a name can only be meant inside the cluster: its domain, or <c>SERVICE.NAMESPACE</c> that does not exist.</summary>
    private bool IsOwn(string name) =>
        name.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith(".svc", StringComparison.OrdinalIgnoreCase)
        || api.Find(Resources.Namespaces, "", name[(name.LastIndexOf('.') + 1)..]) is not null;

    private IReadOnlyList<IPAddress> Service(JsonObject service, string ns, string name, string[] host)
    {
        if (IPAddress.TryParse(service.Text("spec", "clusterIP"), out var address) && host.Length == 0) return [address];
        if (host.Length > 1) return [];
        var slices = api.List(Resources.EndpointSlices, ns, LabelSelector.FromLabels([new(EndpointSliceController.ServiceLabel, name)])).Items;
        return
        [
            .. slices.SelectMany(slice => slice.ToNode().Items("endpoints"))
                .Where(endpoint => endpoint.At("conditions", "ready") is null || endpoint.Flag("conditions", "ready"))
                .Where(endpoint => host.Length == 0 || endpoint.Text("hostname") == host[0] || Dashed(endpoint) == host[0])
                .SelectMany(endpoint => endpoint.Texts("addresses"))
                .Select(IPAddress.Parse)
                .Distinct(),
        ];
    }

    private static string Dashed(JsonObject endpoint) => endpoint.Texts("addresses") is [var first, ..] ? first.Replace('.', '-') : "";

    private IReadOnlyList<IPAddress> Pod(string[] host, string ns) =>
        host is [var dashed] && IPAddress.TryParse(dashed.Replace('-', '.'), out var address) && api.Find(Resources.Namespaces, "", ns) is not null
            ? [address]
            : [];
}
