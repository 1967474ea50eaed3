using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The servers that share a port, a protocol and an address.</summary>
internal sealed class GatewayPort(int number, string protocol, string bind, GatewayServerEntry first)
{
    public int Number { get; } = number;

    public string Protocol { get; } = protocol;

    public string Bind { get; } = bind;

    public string RouteName { get; private set; } = first.RouteName;

    /// <summary>Adds a server of the same address.</summary>
    public void Add(GatewayServerEntry entry)
    {
        RouteName = entry.RouteName;
        Servers.Add(entry);
    }

    public List<GatewayServerEntry> Servers { get; } = [first];

    public ServiceProtocol Kind => ServiceProtocols.Parse(Protocol);
}
