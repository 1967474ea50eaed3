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

    private FakeKubernetes(WebApplication app, string kubeconfig, TimeProvider? time)
    {
        _app = app;
        _kubeconfig = kubeconfig;
        Api = KubeApi.Open(kubeconfig, time: time);
    }

    public KubeApi Api { get; }

    /// <summary>What the API answers, as JSON by path; anything else is 404.</summary>
    public ConcurrentDictionary<string, string> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>How a command ends that prints nothing.</summary>
    public int ExitCode { get; set; } = 1;

    /// <summary>What a command in a container prints; null ends it with <see cref="ExitCode"/>.</summary>
    public Func<string, string?> Run { get; set; } = _ => null;

    /// <summary>Answers before <see cref="Objects"/> are looked at; false lets the call pass.</summary>
    public Func<HttpContext, Task<bool>> First { get; set; } = _ => Task.FromResult(false);

    /// <summary>Whether commands are answered by <see cref="First"/> too.</summary>
    public bool RefusesCommands { get; set; }

    /// <summary>Whether a command's connection is closed before its exit code was sent.</summary>
    public bool CutsOff { get; set; }

    /// <param name="time">The clock of the API's limits and retries; null for the system's.</param>
    public static async Task<FakeKubernetes> StartAsync(TimeProvider? time = null)
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
        return fake = new FakeKubernetes(app, path, time);
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
        if (context.WebSockets.IsWebSocketRequest && !RefusesCommands)
        {
            await ExecuteAsync(context);
            return;
        }

        if (await First(context))
        {
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

        if (CutsOff)
        {
            context.Abort();
            return;
        }

        await SendAsync(socket, 3, output is not null
            ? Success
            : $$$"""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"{{{ExitCode}}}"}]}}""");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static Task SendAsync(WebSocket socket, byte channel, string text) =>
        socket.SendAsync((byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
}
