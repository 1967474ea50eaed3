using IstioLab.Config.Snapshots;

namespace IstioLab.Proxy.Runtime;

/// <summary>What the runtime of one proxy shares over all its snapshots.</summary>
/// <param name="Identity">The proxy.</param>
/// <param name="Addresses">The upstream addresses and their connections.</param>
/// <param name="Random">The proxy's random source.</param>
/// <param name="Time">The proxy's clock.</param>
internal sealed record RuntimeServices(ProxyIdentity Identity, AddressBook Addresses, RandomSource Random, TimeProvider Time)
{
    /// <summary>Whether one endpoint is ejected whatever <c>maxEjectionPercent</c> says: Envoy before 1.31 did so, and with it Istio 1.17.</summary>
    public bool AlwaysEjectsOne { get; init; }
}
