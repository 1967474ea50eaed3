namespace IstioLab.Config.Discovery;

/// <summary>How a service's endpoints are found.</summary>
internal enum ServiceResolution
{
    ClientSideLoadBalancing,
    Passthrough,
    Dns,
    DnsRoundRobin,
    DynamicDns,
    Alias,
}
