using System.Net;
using IstioLab.Proxy.Network;

namespace IstioLab.LoadBenchmark;

/// <summary>Where load goes: a pod that dials, an address and a Host header.</summary>
internal sealed record LoadTarget(IPodInterface Client, IPEndPoint Address, string Host);
