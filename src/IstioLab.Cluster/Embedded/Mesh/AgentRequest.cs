using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary><c>pilot-agent request GET PAGE</c>: a page of the proxy in the same pod, such as <c>stats</c>.</summary>
internal static class AgentRequest
{
    private static readonly IPEndPoint Admin = new(IPAddress.Loopback, 15000);

    public static async Task<int> RunAsync(ProgramContext context, string method, string page, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await HttpClientConnection.OpenAsync(context.Host.Spec.Network, Admin, cancellationToken);
            await connection.SendAsync($"{method} /{page.TrimStart('/')} HTTP/1.1\r\nHost: {Admin}\r\n\r\n", ReadOnlyMemory<byte>.Empty, cancellationToken);
            var head = await connection.ReadHeadAsync(cancellationToken) ?? throw new MalformedHttpException("no answer");
            var status = int.Parse(head.StartLine.Split(' ')[1], CultureInfo.InvariantCulture);
            await foreach (var part in connection.ReadBodyAsync(head, status, method, cancellationToken))
            {
                await context.Output.WriteAsync(part, cancellationToken);
            }

            return status == 200 ? 0 : 1;
        }
        catch (Exception failure) when (failure is SocketException or IOException or MalformedHttpException)
        {
            context.Err.WriteLine($"pilot-agent: the proxy's page '{page}' does not answer: {failure.Message}");
            await context.FlushAsync(cancellationToken);
            return 1;
        }
    }
}
