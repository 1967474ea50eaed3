using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>
/// Names outside of the cluster, as this machine resolves them. What resolves to this machine's loopback becomes its address in pods.
/// Answers, also that there is none, hold for a while, so that a machine without a network stays quick.
/// </summary>
internal sealed class OutsideNames(NameResolver? resolver, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long Since, IReadOnlyList<IPAddress> Addresses)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses of a full name; empty when there are none.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        name = name.TrimEnd('.');
        if (OutsideAddresses.IsMachine(name)) return [OutsideAddresses.Machine];
        if (!name.Contains('.', StringComparison.Ordinal)) return [];
        if (_known.TryGetValue(name, out var known) && time.GetElapsedTime(known.Since) < s_lifetime) return known.Addresses;
        var found = await AskAsync(name, cancellationToken);
        IReadOnlyList<IPAddress> addresses = [.. found.Select(address => IPAddress.IsLoopback(address) ? OutsideAddresses.Machine : address).Distinct()];
        _known[name] = (time.GetTimestamp(), addresses);
        return addresses;
    }

    private async ValueTask<IReadOnlyList<IPAddress>> AskAsync(string name, CancellationToken cancellationToken)
    {
        if (resolver is not null) return await resolver(name, cancellationToken);
        using var late = new CancellationTokenSource(s_limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await System.Net.Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork, limit.Token);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }
}
