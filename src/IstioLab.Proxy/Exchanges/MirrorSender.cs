using System.Collections.Concurrent;
using System.Net;
using IstioLab.Config.Routing;
using IstioLab.Proxy.Runtime;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// Sends copies of requests whose answers nobody waits for. A body is read before the request goes on; like Envoy, a body of more
/// than one MiB is not copied.
/// </summary>
internal sealed class MirrorSender(ProxyCore proxy) : IAsyncDisposable
{
    private const int Million = 1_000_000;
    private readonly ConcurrentDictionary<Task, bool> _sending = new();
    private readonly CancellationTokenSource _stopping = new();

    public async ValueTask SendAsync(Exchange exchange, ForwardAction action)
    {
        var body = default(byte[]);
        foreach (var mirror in action.Mirrors)
        {
            if (proxy.Random.Next(Million) >= mirror.PerMillion)
                continue;
            if (body is null && (body = await BufferAsync(exchange.Context)) is null)
                return;
            if (exchange.Runtime.FindCluster(mirror.Cluster) is not { } cluster || cluster.Newest.Choose(null, exchange.Connection.Destination) is not { } endpoint)
                continue;
            Track(SendAsync(Copy(exchange, mirror, cluster, endpoint, body), proxy.Upstream.Of(exchange, cluster), cluster, endpoint, action.Timeout));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_sending.Keys);
        _stopping.Dispose();
    }

    private static HttpRequestMessage Copy(Exchange exchange, MirrorPolicy mirror, ClusterRuntime cluster, EndpointState endpoint, byte[] body)
    {
        var request = exchange.Context.Request;
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), UpstreamCall.AddressOf(exchange, endpoint.Address.Prefix))
        {
            Version = UsesHttp2(exchange, cluster) ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body.Length > 0 ? new ByteArrayContent(body) : null,
        };
        foreach (var (name, values) in request.Headers)
        {
            if (IsOfTheConnection(name))
                continue;
            if (!copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                copy.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        copy.Headers.Host = mirror.ShadowSuffix ? WithSuffix(exchange.Authority) : exchange.Authority;
        return copy;
    }

    private static bool IsOfTheConnection(string name) =>
        name.StartsWith(':') || name.ToLowerInvariant() is "host" or "connection" or "keep-alive" or "transfer-encoding" or "upgrade" or "te" or "content-length";

    private static string WithSuffix(string authority)
    {
        var port = authority.LastIndexOf(':');
        return port < 0 ? authority + "-shadow" : $"{authority[..port]}-shadow{authority[port..]}";
    }

    private static async ValueTask<byte[]?> BufferAsync(HttpContext context)
    {
        if (!ReplayableBody.IsNeeded(context.Request))
            return context.Request.ContentLength is null or 0 ? [] : null;
        return await ReplayableBody.Install(context.Request).ReadAheadAsync(context.RequestAborted);
    }

    private static bool UsesHttp2(Exchange exchange, ClusterRuntime cluster) =>
        cluster.Cluster.UsesHttp2 || (exchange.IsGrpc && HttpProtocol.IsHttp2(exchange.Context.Request.Protocol));

    private async Task SendAsync(HttpRequestMessage request, HttpMessageInvoker client, ClusterRuntime cluster, EndpointState endpoint, TimeSpan limit)
    {
        var http2 = request.Version.Major >= 2;
        using var deadline = Deadline.Start(limit, proxy.Time, _stopping.Token);
        if (cluster.Breaker is { } breaker && await breaker.EnterAsync(http2, deadline.Token, CancellationToken.None) != Admission.Admitted)
        {
            request.Dispose();
            return;
        }
        endpoint.Begin();
        endpoint.Address.BeginRequest();
        try
        {
            using (request)
            using (var answer = await client.SendAsync(request, deadline.Token))
            {
                cluster.Outliers?.Report(endpoint, (int)answer.StatusCode);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            // Nobody waits for a copy's answer, so nobody but the outlier detection hears of its failure.
            if (!_stopping.IsCancellationRequested)
                cluster.Outliers?.ReportFailure(endpoint);
        }
        finally
        {
            endpoint.End();
            endpoint.Address.EndRequest();
            cluster.Breaker?.Leave(http2);
        }
    }

    private void Track(Task sending)
    {
        _sending.TryAdd(sending, true);
        sending.ContinueWith(
            done => _sending.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
