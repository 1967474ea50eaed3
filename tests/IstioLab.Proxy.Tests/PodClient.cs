using System.Net;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Tests;

/// <summary>A real HttpClient whose connections are dialled by a pod.</summary>
internal static class PodClient
{
    public static HttpClient Of(IPodInterface pod, bool direct = false) => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = async (context, ct) =>
        {
            var destination = new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
            var connection = direct ? await pod.DialDirectAsync(destination, ct) : await pod.DialAsync(destination, ct);
            return connection.Stream;
        },
    });
}
