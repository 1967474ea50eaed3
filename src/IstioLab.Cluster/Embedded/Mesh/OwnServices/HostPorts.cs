using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>Where on the loopback interface a process listens: one port for all that reaches the workload, or one for each port of the workload.</summary>
internal sealed record HostPorts(string Text, int Only, FrozenDictionary<int, int> ByTarget)
{
    public IPEndPoint? Find(int target) =>
        (Only != 0 ? Only : ByTarget.GetValueOrDefault(target)) is > 0 and var port ? new IPEndPoint(IPAddress.Loopback, port) : null;

    /// <summary>Reads <c>5081</c> or <c>8080=5081,50051=5082</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostPorts? ports)
    {
        ports = null;
        if (TryPort(text, out var only))
        {
            ports = new HostPorts(text, only, FrozenDictionary<int, int>.Empty);
            return true;
        }

        var byTarget = new Dictionary<int, int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !TryPort(part[..equals], out var target) || !TryPort(part[(equals + 1)..], out var host) || !byTarget.TryAdd(target, host))
            {
                return false;
            }
        }

        ports = new HostPorts(text, 0, byTarget.ToFrozenDictionary());
        return true;
    }

    public bool Equals(HostPorts? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= IPEndPoint.MaxPort;
}
