using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Discovery (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api), aggregated and in its older form.</summary>
internal sealed class DiscoveryHandler(ResourceRegistry registry, Func<string> address)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private Cached? _cached;

    /// <summary>Answers <c>/api</c>, <c>/apis</c>, <c>/apis/GROUP</c> and <c>/api(s)/…/VERSION</c>; false for other paths.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http, string path)
    {
        var segments = path.Trim('/').Split('/');
        var catalogue = registry.Current;
        JsonNode? body = segments switch
        {
            ["api"] when WantsAggregated(http) => null,
            ["apis"] when WantsAggregated(http) => null,
            ["api"] => LegacyDiscovery.Versions(address()),
            ["apis"] => LegacyDiscovery.Groups(catalogue),
            ["api", var version] => LegacyDiscovery.Resources(catalogue, "", version),
            ["apis", var group] => LegacyDiscovery.Group(catalogue, group) ?? throw ApiErrors.NoSuchPath(),
            ["apis", var group, var version] => LegacyDiscovery.Resources(catalogue, group, version) ?? throw ApiErrors.NoSuchPath(),
            _ => null,
        };
        if (body is not null)
        {
            await Answers.WriteAsync(http, StatusCodes.Status200OK, body);
            return true;
        }
        if (segments is not (["api"] or ["apis"])) return false;
        await WriteAggregatedAsync(http, catalogue, core: segments[0] == "api");
        return true;
    }

    private static bool WantsAggregated(HttpContext http) =>
        MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var types)
        && types.Any(type => AcceptedFormat.Parameter(type, "as") == "APIGroupDiscoveryList" && AcceptedFormat.Parameter(type, "v") == "v2");

    private async Task WriteAggregatedAsync(HttpContext http, ResourceCatalogue catalogue, bool core)
    {
        var cached = Volatile.Read(ref _cached);
        if (cached is null || cached.Generation != catalogue.Generation) Volatile.Write(ref _cached, cached = Build(catalogue));
        var (bytes, tag) = core ? cached.Core : cached.Groups;
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept";
        if (http.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await Answers.WriteAsync(http, StatusCodes.Status200OK, bytes, Aggregated);
    }

    private static Cached Build(ResourceCatalogue catalogue) => new(
        catalogue.Generation,
        Document(AggregatedDiscovery.Write(catalogue.Groups.Where(group => group.Name.Length == 0))),
        Document(AggregatedDiscovery.Write(catalogue.Groups.Where(group => group.Name.Length > 0))));

    private static (byte[] Bytes, string Tag) Document(JsonObject body)
    {
        var bytes = Answers.Bytes(body);
        return (bytes, $"\"{Convert.ToHexString(SHA512.HashData(bytes))}\"");
    }

    private sealed record Cached(long Generation, (byte[] Bytes, string Tag) Core, (byte[] Bytes, string Tag) Groups);
}
