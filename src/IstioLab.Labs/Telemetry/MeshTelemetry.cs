using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Telemetry;

/// <summary>What the mesh configuration of a cluster says about telemetry: the ConfigMap <c>istio</c>, or that of a revision.</summary>
/// <param name="Source">The ConfigMap, as <c>namespace/name</c>.</param>
/// <param name="Providers">The extension providers.</param>
/// <param name="DefaultTracing">The names of the providers that get spans where no Telemetry object names any.</param>
public sealed record MeshTelemetry(string Source, IReadOnlyList<TelemetryProvider> Providers, IReadOnlyList<string> DefaultTracing)
{
    private const string Name = "istio";

    /// <summary>The provider with a name; null when there is none.</summary>
    public TelemetryProvider? Find(string name) => Providers.FirstOrDefault(provider => provider.Name == name);

    /// <summary>Reads it.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when the cluster has no mesh configuration.</returns>
    public static async Task<MeshTelemetry?> ReadAsync(KubeApi api, CancellationToken cancellationToken)
    {
        var maps = await ListAsync(api, cancellationToken);
        var mesh = maps
            .Where(map => NameOf(map) == Name || NameOf(map).StartsWith(Name + "-", StringComparison.Ordinal))
            .Where(map => map["data"]?["mesh"] is not null)
            .MinBy(NameOf, StringComparer.Ordinal);
        return mesh is null ? null : Parse(NameOf(mesh), (string?)mesh["data"]!["mesh"] ?? "");
    }

    // On a shared cluster the mesh configuration is often closed to its users.
    private static async Task<IReadOnlyList<JsonObject>> ListAsync(KubeApi api, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ListAsync($"api/v1/namespaces/{TelemetryManifests.RootNamespace}/configmaps", cancellationToken);
        }
        catch (KubeApiException closed) when (closed.Status == HttpStatusCode.Forbidden)
        {
            return [];
        }
    }

    private static MeshTelemetry Parse(string map, string text)
    {
        var root = YamlDocumentReader.Read(text).Documents.FirstOrDefault()?.Root;
        var providers = Items(root?["extensionProviders"]).Select(ReadProvider).OfType<TelemetryProvider>().ToList();
        var tracing = Items(root?["defaultProviders"]?["tracing"]).Select(Text).OfType<string>().ToList();
        return new MeshTelemetry($"{TelemetryManifests.RootNamespace}/{map}", providers, tracing);
    }

    private static TelemetryProvider? ReadProvider(YamlNode entry)
    {
        var type = (entry as YamlMapping)?.Fields.FirstOrDefault(field => field.Key != "name");
        if (type is null || Text(entry["name"]) is not { } name)
        {
            return null;
        }

        var service = Text(type.Value["service"]) ?? "";
        var host = service[(service.IndexOf('/') + 1)..];
        var port = int.TryParse(Text(type.Value["port"]), CultureInfo.InvariantCulture, out var number) ? number : 0;
        var token = Items(type.Value["grpc"]?["initialMetadata"]).FirstOrDefault(header => Text(header["name"]) == RelayToken.Header);
        return new TelemetryProvider(name, type.Key, host, port, Text(token?["value"]));
    }

    private static ImmutableArray<YamlNode> Items(YamlNode? list) => list is YamlSequence { Items: var items } ? items : [];

    private static string? Text(YamlNode? node) => (node as YamlScalar)?.Text;

    private static string NameOf(JsonObject map) => (string?)map["metadata"]?["name"] ?? "";
}
