using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.Tests.ResourceService;

/// <summary>A cluster with one VirtualService over two Services and a pod that has written two lines. Only its weights change.</summary>
internal sealed class StillCluster : IClusterApi
{
    private const string Routes = "apis/networking.istio.io/v1/virtualservices";

    private readonly Pipe _routeEvents = new();
    private readonly JsonObject _route = JsonNode.Parse(
        """
        {"metadata":{"name":"apps","namespace":"nolen","uid":"u1","resourceVersion":"7","creationTimestamp":"2026-01-02T03:04:05Z"},
         "spec":{"hosts":["apps"],"http":[{"route":[{"destination":{"host":"v1"},"weight":90},{"destination":{"host":"v2"},"weight":10}]}]}}
        """)!.AsObject();

    public ConcurrentQueue<string> Patches { get; } = new();

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => Task.FromResult(path switch
    {
        "api/v1/pods" => List("""{"metadata":{"name":"one","namespace":"nolen","uid":"u2"},"spec":{"containers":[{"name":"c"}]},"status":{"phase":"Running"}}"""),
        "api/v1/services" => List(
            """{"metadata":{"name":"v1","namespace":"nolen","uid":"u3"}}""", """{"metadata":{"name":"v2","namespace":"nolen","uid":"u4"}}"""),
        Routes => List(_route.ToJsonString()),
        "apis/networking.istio.io/v1/namespaces/nolen/virtualservices/apps" => _route.DeepClone().AsObject(),
        _ => throw new KubeApiException($"'{path}' is not there.", HttpStatusCode.NotFound),
    });

    public Task<Stream> OpenAsync(string path, CancellationToken cancellationToken) => Task.FromResult(
        path.Contains("/log?", StringComparison.Ordinal) ? new MemoryStream("2026-01-02T03:04:05.1Z one\n2026-01-02T03:04:05.2Z two\n"u8.ToArray())
        : path.StartsWith(Routes, StringComparison.Ordinal) ? _routeEvents.Reader.AsStream()
        : new Pipe().Reader.AsStream());

    public async Task ChangeAsync(HttpMethod method, string path, JsonNode? body, string contentType, CancellationToken cancellationToken)
    {
        Patches.Enqueue(body!.ToJsonString());
        _route["spec"]!["http"] = body["spec"]!["http"]!.DeepClone();
        var change = new JsonObject { ["type"] = "MODIFIED", ["object"] = _route.DeepClone() }.ToJsonString() + "\n";
        await _routeEvents.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(change), cancellationToken);
    }

    private static JsonObject List(params string[] items) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
        ["items"] = new JsonArray([.. items.Select(item => JsonNode.Parse(item))]),
    };
}
