using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Tests.Resources;

/// <summary>A cluster's API in memory: lists, watches and logs that a test feeds, and a record of what was changed.</summary>
internal sealed class FakeCluster : IClusterApi
{
    private readonly ConcurrentDictionary<string, Pipe> _streams = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _opened = new();

    public ConcurrentDictionary<string, JsonObject> Answers { get; } = new();

    public ConcurrentQueue<(string Method, string Path, JsonNode? Body)> Changes { get; } = new();

    public bool Down { get; set; }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken)
    {
        if (Down)
        {
            throw new KubeApiException("The server is away.");
        }

        return Answers.TryGetValue(path, out var answer)
            ? Task.FromResult(answer.DeepClone().AsObject())
            : throw new KubeApiException($"'{path}' is not there.", HttpStatusCode.NotFound);
    }

    public Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var key = path.Split('?')[0];
        _streams[key] = pipe;
        Opening(key).TrySetResult();
        return Task.FromResult(pipe.Reader.AsStream());
    }

    public Task ChangeAsync(HttpMethod method, string path, JsonNode? body, string contentType, CancellationToken cancellationToken)
    {
        Changes.Enqueue((method.Method, path, body));
        return Task.CompletedTask;
    }

    public void List(string path, params JsonObject[] items) => Answers[path] = new JsonObject
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
        ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]),
    };

    public async Task WriteAsync(string path, string line)
    {
        await Opening(path).Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        await _streams[path].Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);
    }

    public async Task EndAsync(string path)
    {
        await Opening(path).Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        _opened.TryRemove(path, out _);
        await _streams[path].Writer.CompleteAsync();
    }

    private TaskCompletionSource Opening(string path) =>
        _opened.GetOrAdd(path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
