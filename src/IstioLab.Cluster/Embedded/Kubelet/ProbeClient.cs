using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Performs probes as the node does: HTTP and TCP over the pod network, commands inside the container.</summary>
internal sealed class ProbeClient : IDisposable
{
    private static readonly HttpRequestOptionsKey<IPodInterface> Past = new("istiolab-past-sidecar");
    private readonly TimeProvider _time;
    private readonly IPodInterface _node;
    private readonly HttpMessageInvoker _http;

    public ProbeClient(IPodInterface node, TimeProvider time)
    {
        _node = node;
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, cancellation) =>
            {
                if (context.InitialRequestMessage.Options.TryGetValue(Past, out var pod))
                {
                    return (await pod.DialApplicationAsync(context.DnsEndPoint.Port, cancellation)).Stream;
                }

                var address = IPAddress.Parse(context.DnsEndPoint.Host);
                return (await _node.DialDirectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellation)).Stream;
            },
        });
    }

    public async Task<ProbeResult> ProbeAsync(
        ProbeSpec probe, JsonObject container, IPodInterface pod, IContainer target, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _time.CreateTimer(_ => stop.Cancel(), null, probe.Timeout, Timeout.InfiniteTimeSpan);
        var subject = "";
        var address = pod.Address;
        try
        {
            if (probe.Node["httpGet"] is JsonObject get)
            {
                var host = get.Text("host") is { Length: > 0 } text ? text : address.ToString();
                var path = get.Text("path") is { Length: > 0 } given ? given : "/";
                var url = $"http://{host}:{Port(get, container).ToString(CultureInfo.InvariantCulture)}{(path[0] == '/' ? "" : "/")}{path}";
                subject = $"Get \"{url}\": ";
                return await GetAsync(url, get, probe.PastSidecar ? pod : null, stop.Token);
            }

            if (probe.Node["tcpSocket"] is JsonObject tcp)
            {
                var port = Port(tcp, container);
                subject = $"dial tcp {address}:{port}: connect: ";
                await using var connection = probe.PastSidecar
                    ? await pod.DialApplicationAsync(port, stop.Token)
                    : await _node.DialDirectAsync(new IPEndPoint(address, port), stop.Token);
                return new ProbeResult(true);
            }

            return probe.Node["exec"] is JsonObject exec ? await RunAsync(exec.Texts("command"), target, stop.Token) : new ProbeResult(true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult(false, subject.StartsWith("Get", StringComparison.Ordinal)
                ? $"{subject}context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
                : subject.Length > 0 ? $"{subject}i/o timeout" : $"command timed out after {probe.Timeout.TotalSeconds:0}s");
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException or ContainerStartException)
        {
            var reason = (failure.InnerException as SocketException ?? failure as SocketException)?.SocketErrorCode == SocketError.ConnectionRefused
                ? "connection refused" : failure.Message;
            return new ProbeResult(false, subject.StartsWith("Get", StringComparison.Ordinal) && reason == "connection refused"
                ? $"{subject}dial tcp {subject.Split('/')[2]}: connect: {reason}" : $"{subject}{reason}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ProbeResult> GetAsync(string url, JsonObject get, IPodInterface? past, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.36");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        if (past is not null) request.Options.Set(Past, past);
        foreach (var header in get.Items("httpHeaders"))
        {
            if (string.Equals(header.Text("name"), "Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = header.Text("value");
            else request.Headers.TryAddWithoutValidation(header.Text("name"), header.Text("value"));
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var code = (int)response.StatusCode;
        return code is >= 200 and < 400 ? new ProbeResult(true) : new ProbeResult(false, $"HTTP probe failed with statuscode: {code}");
    }

    private static async Task<ProbeResult> RunAsync(IReadOnlyList<string> command, IContainer target, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var code = await target.ExecAsync(new ExecRequest(command, null, output, output), cancellationToken);
        return code == 0 ? new ProbeResult(true) : new ProbeResult(false, System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    private static int Port(JsonObject action, JsonObject container)
    {
        if (action.Number("port") is { } number) return number;
        var name = action.Text("port");
        return container.Items("ports").FirstOrDefault(port => port.Text("name") == name).Number("containerPort")
            ?? (int.TryParse(name, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0);
    }
}
