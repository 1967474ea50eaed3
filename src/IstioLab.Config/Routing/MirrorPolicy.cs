namespace IstioLab.Config.Routing;

/// <summary>A copy of requests whose answer nobody waits for.</summary>
/// <param name="Cluster">The cluster that gets the copy.</param>
/// <param name="PerMillion">How many of a million requests are copied.</param>
/// <param name="ShadowSuffix">Whether the copy's host gets <c>-shadow</c>, as up to Istio 1.27.</param>
public sealed record MirrorPolicy(string Cluster, int PerMillion, bool ShadowSuffix);
