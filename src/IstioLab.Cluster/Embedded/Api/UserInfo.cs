namespace IstioLab.Cluster.Embedded.Api;

/// <summary>Who sent a request.</summary>
/// <param name="Name">User name, e.g. <c>istiolab-admin</c>.</param>
/// <param name="Groups">Groups, e.g. <c>system:masters</c>.</param>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups);
