namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>What the rules of one configuration are for: a Service, or a host that a ServiceEntry brings.</summary>
/// <param name="Name">The name in the rules.</param>
/// <param name="IsEntry">Whether a ServiceEntry brings it.</param>
/// <param name="IsByGateway">Whether its rules hold at the ingress gateway too.</param>
internal sealed record GeneratedHost(string Name, bool IsEntry, bool IsByGateway)
{
    public string FullName => IsEntry ? Name : $"{Name}.shop.svc.cluster.local";

    /// <summary>What a client of its namespace may call it.</summary>
    public string[] Names => IsEntry ? [Name] : [Name, Name, $"{Name}.shop", $"{Name}.shop.svc", FullName];

    /// <summary>What a client of another namespace may call it.</summary>
    public string[] NamesElsewhere => IsEntry ? [Name] : [$"{Name}.shop", FullName];
}
