using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The names under which a service is asked for. Follows <c>generateVirtualHostDomains</c>.</summary>
internal static class DomainNames
{
    /// <summary>The domains, and those among them that are short forms.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">The port to list beside each name; 0 for none, as Envoy ignores the port.</param>
    /// <param name="proxyDomain">The proxy's DNS domain.</param>
    /// <param name="release">Names with a final dot came after 1.17.</param>
    public static (ImmutableArray<string> Domains, ImmutableArray<string> Short) Of(
        MeshService service,
        int port,
        string proxyDomain,
        IstioRelease release)
    {
        var domains = new List<string>();
        var shortNames = new List<string>();
        foreach (var name in service.Aliases.Prepend(service.Hostname))
        {
            var others = Alternatives(name, port, proxyDomain, release);
            AppendWithPort(domains, name, port);
            domains.AddRange(others);
            shortNames.AddRange(others);
        }

        if (service is { Resolution: ServiceResolution.Passthrough, IsKubernetes: true })
        {
            domains.AddRange(domains.Select(domain => "*." + domain).ToList());
        }

        foreach (var address in service.Addresses)
        {
            AppendWithPort(domains, address, port);
        }

        return ([.. domains], [.. shortNames]);
    }

    public static string WithPort(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{Bracket(host)}:{port}");

    /// <summary>IPv6 addresses stand in brackets.</summary>
    public static string Bracket(string host) =>
        host.Contains(':', StringComparison.Ordinal)
        && IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{host}]"
            : host;

    public static List<string> Alternatives(string host, int port, string proxyDomain, IstioRelease release)
    {
        var result = new List<string>();
        if (release != IstioRelease.Istio117)
        {
            AddAbsolute(result, host, port);
        }

        if (proxyDomain.Contains(".svc.", StringComparison.Ordinal))
        {
            var suffix = proxyDomain[proxyDomain.IndexOf(".svc.", StringComparison.Ordinal)..];
            if (host.EndsWith(suffix, StringComparison.Ordinal))
            {
                AddKubernetes(result, host, port, proxyDomain);
            }

            return result;
        }

        AddShared(result, host, port, proxyDomain);
        return result;
    }

    private static void AddAbsolute(List<string> result, string host, int port)
    {
        if (!IPAddress.TryParse(host, out _))
        {
            result.Add(host + ".");
        }

        if (port != 0)
        {
            result.Add(WithPort(host + ".", port));
        }
    }

    private static void AddKubernetes(List<string> result, string host, int port, string proxyDomain)
    {
        var service = host.IndexOf(".svc.", StringComparison.Ordinal);
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        if (service <= 0 || dot + 1 > service)
        {
            return;
        }

        var space = proxyDomain[..proxyDomain.IndexOf(".svc.", StringComparison.Ordinal)];
        var qualified = host[..service];
        if (host[(dot + 1)..service] == space)
        {
            AppendWithPort(result, host[..dot], port);
            AppendWithPort(result, qualified + ".svc", port);
            AppendWithPort(result, qualified, port);
            return;
        }

        AppendWithPort(result, qualified, port);
        AppendWithPort(result, qualified + ".svc", port);
    }

    private static void AddShared(List<string> result, string host, int port, string proxyDomain)
    {
        var hostParts = host.Split('.');
        var proxyParts = proxyDomain.Split('.');
        var shared = 0;
        while (shared < Math.Min(hostParts.Length, proxyParts.Length) && hostParts[^(shared + 1)] == proxyParts[^(shared + 1)])
        {
            shared++;
        }

        if (shared == 0)
        {
            return;
        }

        var unique = hostParts[..^shared];
        AppendWithPort(result, string.Join('.', unique), port);
        if (unique.Length == 2)
        {
            AppendWithPort(result, $"{string.Join('.', unique)}.{hostParts[^shared]}", port);
        }
    }

    private static void AppendWithPort(List<string> result, string name, int port)
    {
        result.Add(Bracket(name));
        if (port != 0)
        {
            result.Add(WithPort(name, port));
        }
    }
}
