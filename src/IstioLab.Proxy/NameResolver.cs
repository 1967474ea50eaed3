using System.Net;

namespace IstioLab.Proxy;

/// <summary>Finds the addresses of a host name; none when the name is unknown.</summary>
/// <param name="name">The name without a trailing dot.</param>
/// <param name="ct">Ends the search.</param>
public delegate ValueTask<IReadOnlyList<IPAddress>> NameResolver(string name, CancellationToken ct);
