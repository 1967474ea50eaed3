using System.Net;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>An Envoy's node id as Istio writes it: <c>sidecar~10.42.0.9~apps-v1-5d8f-x2x9p.nolen~nolen.svc.cluster.local</c>.</summary>
/// <param name="Type"><c>sidecar</c> or <c>router</c>.</param>
/// <param name="Address">The pod's address; null where it is none.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Namespace">Its namespace.</param>
internal sealed record NodeId(string Type, IPAddress? Address, string Pod, string Namespace)
{
    /// <returns>Null for a text of another form.</returns>
    public static NodeId? Parse(string? text)
    {
        var parts = (text ?? "").Split('~');
        if (parts.Length != 4 || parts[2].LastIndexOf('.') is not (> 0 and var dot))
        {
            return null;
        }

        return new NodeId(parts[0], IPAddress.TryParse(parts[1], out var address) ? address : null, parts[2][..dot], parts[2][(dot + 1)..]);
    }
}
