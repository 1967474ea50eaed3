using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Programs.Http;
using IstioLab.Proxy.Network;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// The pages of connected proxies, by way of the control plane: <c>/NAMESPACE/NAME/PAGE</c>. A proxy outside the cluster's pods has no
/// other, as the API server leads to pods alone.
/// </summary>
internal sealed class ProxyPages(MeshController mesh, IPodInterface network)
{
    private const int AdminPort = 15000;

    public async Task AnswerAsync(HttpContext context, PathString path)
    {
        if (path.Value?.Split('/') is not ["", var ns, var name, var page] || Find(ns, name) is not { } address)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"No proxy is connected as '{path}'. '/debug/syncz' lists them.\n", context.RequestAborted);
            return;
        }

        try
        {
            await CopyAsync(new IPEndPoint(address, AdminPort), page, context);
        }
        catch (Exception failure) when (failure is SocketException or IOException or MalformedHttpException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync($"Proxy '{name}.{ns}' does not answer: {failure.Message}\n", context.RequestAborted);
        }
    }

    private IPAddress? Find(string ns, string name) =>
        mesh.Proxies.FirstOrDefault(proxy => proxy.Identity.Namespace == ns && proxy.Identity.PodName == name)?.Identity.Address;

    private async Task CopyAsync(IPEndPoint admin, string page, HttpContext context)
    {
        await using var connection = await HttpClientConnection.OpenAsync(network, admin, context.RequestAborted);
        await connection.SendAsync($"GET /{Uri.EscapeDataString(page)} HTTP/1.1\r\nHost: {admin}\r\n\r\n", ReadOnlyMemory<byte>.Empty, context.RequestAborted);
        var head = await connection.ReadHeadAsync(context.RequestAborted) ?? throw new MalformedHttpException("no answer");
        context.Response.StatusCode = int.Parse(head.StartLine.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        context.Response.ContentType = head.Find("Content-Type");
        await foreach (var part in connection.ReadBodyAsync(head, context.Response.StatusCode, "GET", context.RequestAborted))
        {
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
        }
    }
}
