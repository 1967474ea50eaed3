using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Tools;
using IstioLab.Labs.Api;
using IstioLab.Proxy.Telemetry;
using IstioLab.Testing;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>A cluster with three versions of an application behind many Services, and <c>explain</c> over the same files.</summary>
internal sealed class AgreementTown : IAsyncDisposable
{
    private const int Senders = 8;

    private readonly IstioLabFixture _lab;
    private readonly string _folder;
    private readonly Dictionary<string, HttpClient> _clients;
    private readonly int _gatewayPort;

    private AgreementTown(IstioLabFixture lab, string folder, int gatewayPort)
    {
        _gatewayPort = gatewayPort;
        _lab = lab;
        _folder = folder;
        _clients = GeneratedRequest.Clients.ToDictionary(name => name, lab.ClientOf);
        _clients[GeneratedRequest.Gateway] = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    }

    public static async Task<AgreementTown> StartAsync(int services, CancellationToken cancellationToken)
    {
        var lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "shop" }, cancellationToken);
        var town = new AgreementTown(lab, Directory.CreateTempSubdirectory("agreement-").FullName, await GatewayPortAsync(lab, cancellationToken));
        var objects = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "agreement.yaml"))
            + string.Concat(Enumerable.Range(1, services).Select(number => Service($"web-{number}")))
            + Scope(services);
        await File.WriteAllTextAsync(town.PathOf("town.yaml"), objects, cancellationToken);
        await lab.ApplyAsync(town.PathOf("town.yaml"), cancellationToken);
        return town;
    }

    public Task ApplyAsync(string yaml, CancellationToken cancellationToken) => _lab.ApplyAsync(yaml, cancellationToken);

    /// <summary>Asks the built program, in a process of its own.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> ExplainAsync(string rules, IEnumerable<GeneratedRequest> requests, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(PathOf("rules.yaml"), rules, cancellationToken);
        await File.WriteAllLinesAsync(PathOf("requests.jsonl"), requests.Select(request => request.ToJson()), cancellationToken);
        ConcurrentQueue<string> lines = new();
        var command = new ToolCommand(
            LabHost.IstioLab, ["explain", "-f", PathOf("town.yaml"), "-f", PathOf("rules.yaml"), "--requests", PathOf("requests.jsonl"), "-o", "json"])
        {
            WorkingDirectory = _folder,
            Timeout = TimeSpan.FromMinutes(2),
        };
        await new ToolRunner(TimeProvider.System).RunAsync(command, line => lines.Enqueue(line.Text), cancellationToken);
        return lines.Where(line => line.StartsWith('{'))
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .ToDictionary(explanation => (string)explanation["id"]!);
    }

    public async Task<IReadOnlyDictionary<string, ObservedAnswer>> SendAsync(IReadOnlyList<GeneratedRequest> requests, CancellationToken cancellationToken)
    {
        List<(GeneratedRequest Request, int Status, Dictionary<string, string> Headers, string Body)> answers = [];
        foreach (var together in requests.Chunk(Senders))
        {
            answers.AddRange(await Task.WhenAll(together.Select(request => SendAsync(request, cancellationToken))));
        }

        var records = await RecordsAsync([.. requests.Select(request => request.Id)], cancellationToken);
        return answers.ToDictionary(answer => answer.Request.Id, answer =>
        {
            var record = records[answer.Request.Id];
            return new ObservedAnswer(answer.Status, answer.Headers, answer.Body, record.UpstreamCluster, record.Destination.Workload, record.ResponseCodeDetails);
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Service(string name) => $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}}, namespace: shop }
        spec:
          ports: [{ name: http, port: 80, targetPort: 8080 }, { name: http-alt, port: 8080, targetPort: 8080 }]
          selector: { app: web }

        """;

    /// <summary>The client of the other namespace knows every second Service alone.</summary>
    private static string Scope(int services) => $$"""
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: default, namespace: other }
        spec:
          outboundTrafficPolicy: { mode: REGISTRY_ONLY }
          egress:
          - hosts: [{{string.Join(", ", Enumerable.Range(1, services).Where(number => number % 2 == 0).Select(number => $"shop/web-{number}.shop.svc.cluster.local"))}}, "shop/*.example", shop/mirror.shop.svc.cluster.local]

        """;

    private static async Task<int> GatewayPortAsync(IstioLabFixture lab, CancellationToken cancellationToken)
    {
        using var api = KubeApi.Open(lab.KubeconfigPath);
        var service = JsonNode.Parse(await api.GetTextAsync("api/v1/namespaces/istio-system/services/istio-ingressgateway", cancellationToken))!;
        return (int)service["spec"]!["ports"]!.AsArray().Single(port => (int)port!["port"]! == 80)!["nodePort"]!;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A record is written when the answer is complete, which may be a moment after the client has it.</summary>
    private async Task<Dictionary<string, ExchangeRecord>> RecordsAsync(HashSet<string> ids, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var records = _lab.Exchanges
                .Where(record => record.Reporter == ReporterKind.Source && record.UserAgent is not null && ids.Contains(record.UserAgent))
                .DistinctBy(record => record.UserAgent)
                .ToDictionary(record => record.UserAgent!);
            if (records.Count == ids.Count || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
            {
                return records;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<(GeneratedRequest Request, int Status, Dictionary<string, string> Headers, string Body)> SendAsync(GeneratedRequest request, CancellationToken cancellationToken)
    {
        var dialled = request.IsByGateway ? $"127.0.0.1:{_gatewayPort}" : $"{request.Dialled}:{request.Port}";
        var address = new Uri($"http://{dialled}{request.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        message.Headers.Host = request.Authority;
        message.Headers.TryAddWithoutValidation("user-agent", request.Id);
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _clients[request.Client].SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return (request, (int)response.StatusCode, headers, body);
    }
}
