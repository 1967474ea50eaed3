using IstioLab.Config.Snapshots;

namespace IstioLab.Proxy.Runtime;

/// <summary>What the runtime of one proxy shares over all its snapshots.</summary>
/// <param name="Identity">The proxy.</param>
/// <param name="Addresses">The upstream addresses and their connections.</param>
/// <param name="Random">The proxy's random source.</param>
/// <param name="Time">The proxy's clock.</param>
internal sealed record RuntimeServices(ProxyIdentity Identity, AddressBook Addresses, RandomSource Random, TimeProvider Time);
