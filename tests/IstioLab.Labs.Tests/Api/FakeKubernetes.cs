using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using IstioLab.Labs.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IstioLab.Labs.Tests.Api;

/// <summary>
/// A Kubernetes API on a real socket that knows the objects and the commands it is given: for what only a real Istio has, such as an Envoy's
/// pages inside a container.
/// </summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    private const string Success = """{"status":"Success"}""";

    private readonly WebApplication _app;
    private readonly string _kubeconfig;

    private FakeKubernetes(WebApplication app, string kubeconfig)
    {
        _app = app;
        _kubeconfig = kubeconfig;
        Api = KubeApi.Open(kubeconfig);
    }

    public KubeApi Api { get; }

    /// <summary>What the API answers, as JSON by path; anything else is 404.</summary>
    public ConcurrentDictionary<string, string> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>What a command in a container prints; null ends it with exit code 1.</summary>
    public Func<string, string?> Run { get; set; } = _ => null;

    public static async Task<FakeKubernetes> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        FakeKubernetes? fake = null;
        app.UseWebSockets();
        app.Run(context => fake!.AnswerAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory("fake-kube-").FullName, "kubeconfig");
        await File.WriteAllTextAsync(path, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: fake, cluster: {server: "{{{app.Urls.Single()}}}"}}]
            users: [{name: fake, user: {token: fake}}]
            contexts: [{name: fake, context: {cluster: fake, user: fake}}]
            current-context: fake
            """);
        return fake = new FakeKubernetes(app, path);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_kubeconfig)!, recursive: true);
    }

    public void AddList(string path, params string[] items) => Objects[path] = $"{{\"items\":[{string.Join(',', items)}]}}";

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ExecuteAsync(context);
            return;
        }

        var found = Objects.TryGetValue(context.Request.Path.Value!.TrimStart('/'), out var body);
        context.Response.StatusCode = found ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        await context.Response.WriteAsync(body ?? """{"kind":"Status","message":"not found","code":404}""");
    }

    private async Task ExecuteAsync(HttpContext context)
    {
        var command = string.Join(' ', context.Request.Query["command"].ToArray());
        using var socket = await context.WebSockets.AcceptWebSocketAsync("v4.channel.k8s.io");
        var output = Run(command);
        if (output is not null)
        {
            await SendAsync(socket, 1, output);
        }

        await SendAsync(socket, 3, output is not null
            ? Success
            : """{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"1"}]}}""");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static Task SendAsync(WebSocket socket, byte channel, string text) =>
        socket.SendAsync((byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
}
