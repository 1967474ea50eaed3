using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy.Tls;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// What a proxy at the edge does to the headers of strangers: it removes what only the mesh may say, and tells who called
/// (https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/).
/// </summary>
internal static class EdgeHeaders
{
    public static void Apply(Exchange exchange)
    {
        var headers = exchange.Context.Request.Headers;
        foreach (var name in headers.Keys.ToArray())
        {
            if (name.StartsWith("x-envoy-", StringComparison.OrdinalIgnoreCase))
                headers.Remove(name);
        }
        var client = exchange.Connection.Source.Address;
        var address = client.ToString();
        exchange.ForwardedFor = string.IsNullOrEmpty(exchange.ForwardedFor) ? address : $"{exchange.ForwardedFor},{address}";
        headers["x-forwarded-for"] = exchange.ForwardedFor;
        headers["x-forwarded-proto"] = exchange.Scheme;
        headers.Remove("x-request-id");
        headers.Remove(ClientCertificateHeader.Name);
        if (exchange.Connection.ClientCertificate is { } certificate)
            headers[ClientCertificateHeader.Name] = ClientCertificateHeader.Write(certificate);
        if (IsInternal(client))
            headers["x-envoy-internal"] = "true";
        else
            headers["x-envoy-external-address"] = address;
    }

    private static bool IsInternal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return true;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return address.IsIPv6UniqueLocal;
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168);
    }
}
