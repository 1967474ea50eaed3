using System.Globalization;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Services;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Cluster.Embedded.Streaming;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded;

/// <summary>Leads the subresources that stream to the pod that answers; the proxy of a Service is the proxy of one of its ready pods.</summary>
internal sealed class StreamRouter(IObjectApi api, PodStreaming streaming)
{
    public Task HandleAsync(HttpContext http, string resource, string ns, string name, string subresource, CancellationToken cancellationToken)
    {
        var pod = resource == Resources.Services ? PodOf(ns, name) : name;
        var path = http.Request.Path.Value ?? "";
        var marker = $"/{resource}/{name}/{subresource}";
        var begin = path.IndexOf(marker, StringComparison.Ordinal);
        var rest = begin < 0 ? "" : path[(begin + marker.Length)..];
        return streaming.HandleAsync(http, ns, pod, subresource, rest, cancellationToken);
    }

    /// <summary>Turns <c>[SCHEME:]SERVICE[:PORT]</c> into <c>POD:PORT</c>.</summary>
    private string PodOf(string ns, string name)
    {
        var parts = name.Split(':');
        var (service, port) = parts.Length switch { 1 => (parts[0], ""), 2 => (parts[0], parts[1]), _ => (parts[1], parts[2]) };
        if (api.Find(Resources.Services, ns, service)?.ToNode() is not { } found)
        {
            throw new ApiException(new ApiStatus(404, "NotFound", $"services \"{service}\" not found") { Name = service, Kind = Resources.Services });
        }

        var wanted = found.Items("spec", "ports").FirstOrDefault(item =>
            port.Length == 0 || item.Text("name") == port || (item.Number("port") ?? 0).ToString(CultureInfo.InvariantCulture) == port);
        var slices = api.List(Resources.EndpointSlices, ns, LabelSelector.FromLabels([new(EndpointSliceController.ServiceLabel, service)])).Items;
        foreach (var slice in slices.Select(item => item.ToNode()))
        {
            var target = slice.Items("ports").FirstOrDefault(item => item.Text("name") == wanted.Text("name")).Number("port");
            var ready = slice.Items("endpoints").FirstOrDefault(endpoint => endpoint.Flag("conditions", "ready"));
            if (target is not null && ready is not null) return $"{ready.Text("targetRef", "name")}:{target}";
        }

        throw new ApiException(new ApiStatus(503, "ServiceUnavailable", $"no endpoints available for service \"{name}\""));
    }
}
