using System.Globalization;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Snapshots.Compiling;

namespace IstioLab.Config.Explanation;

/// <summary>Says what was overlooked when a host or a port is none that a proxy knows.</summary>
internal sealed class UnknownHostHints(MeshState state, ServiceAddresses addresses)
{
    private const int MostNames = 5;

    /// <summary>What is wrong with a name or a port that a sidecar passes on or closes; empty when nothing is known of it.</summary>
    public string OfSidecar(string host, ProxySnapshot snapshot, int port)
    {
        var proxy = snapshot.Proxy;
        if (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)))
        {
            return "a call to the pod's own loopback address does not pass its sidecar at all";
        }

        if (addresses.FindService(host, proxy) is not { } service)
        {
            return OfName(host, proxy);
        }

        var name = NameOf(service);
        if (service.Ports.IsEmpty)
        {
            return "";
        }

        if (service.FindPort(port) is null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{name} has no port {port}; its ports are {PortsOf(service)}");
        }

        if (!state.Tables.Services.IsVisible(service, proxy.Namespace))
        {
            return $"{name} is not exported to namespace '{proxy.Namespace}'";
        }

        return state.Tables.Sidecars.Find(proxy) is { Egress.Length: > 0 } sidecar && !snapshot.Clusters.ContainsKey(ClusterNames.Outbound(service.Hostname, port))
            ? $"{sidecar.Source.Id} does not import {name}: none of its egress hosts covers it"
            : "";
    }

    /// <summary>Why a gateway does not listen on a port.</summary>
    public static string OfGatewayPort(ProxySnapshot snapshot)
    {
        var ports = snapshot.Listeners.SelectMany(listener => listener.ServicePorts).Distinct().Order().ToList();
        var labels = string.Join(", ", snapshot.Proxy.Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return ports.Count == 0
            ? $"no Gateway selects a pod with the labels {(labels.Length == 0 ? "(none)" : labels)}"
            : $"the Gateways of this pod have the ports {string.Join(", ", ports)}";
    }

    /// <summary>Why a gateway knows no virtual host of a name.</summary>
    public string OfGatewayHost(string authority, ProxyIdentity proxy)
    {
        var host = RequestUrl.Parse(authority).Host.ToLowerInvariant();
        var own = state.Tables.Gateways.Where(gateway => LabelMaps.IsSubset(gateway.Selector, proxy.Labels))
            .Select(gateway => gateway.FullName)
            .ToHashSet(StringComparer.Ordinal);
        var source = state.Tables.VirtualServices.All.FirstOrDefault(item => item.Hosts.Any(name => HostName.IsSubsetOf(host, name)));
        if (source is null)
        {
            return $"no VirtualService has the host '{host}'";
        }

        return source.Gateways.Any(own.Contains)
            ? $"{source.Source.Id} has the host '{host}', but no server of its Gateway on this port does"
            : $"{source.Source.Id} has the host '{host}', but is bound to {string.Join(", ", source.Gateways)} and not to {string.Join(", ", own.Order(StringComparer.Ordinal))}";
    }

    private string OfName(string host, ProxyIdentity proxy)
    {
        if (host.Contains('.', StringComparison.Ordinal) || host.Contains(':', StringComparison.Ordinal))
        {
            return IPAddress.TryParse(host.Trim('[', ']'), out _) ? "" : $"no Service and no ServiceEntry has the name '{host}'";
        }

        var spaces = state.Tables.Services.All.Where(service => service.IsKubernetes && service.Name == host)
            .Select(service => service.Namespace)
            .Take(MostNames)
            .ToList();
        return spaces.Count == 0
            ? $"no Service has the name '{host}'"
            : $"'{host}' means {host}.{proxy.Namespace} here; a Service of this name is in namespace {string.Join(", ", spaces)}: write {host}.{spaces[0]}";
    }

    private static string NameOf(MeshService service) => service.Source.Id.ToString();

    private static string PortsOf(MeshService service) =>
        string.Join(", ", service.Ports.Select(port => port.Name.Length == 0 ? $"{port.Number}" : $"{port.Number} ({port.Name})"));
}
