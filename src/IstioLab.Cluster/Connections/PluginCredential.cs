namespace IstioLab.Cluster.Connections;

/// <summary>What a credential plugin gave.</summary>
/// <param name="Token">The bearer token; null without one.</param>
/// <param name="Certificate">The client certificate as PEM; null without one.</param>
/// <param name="Key">Its key as PEM; null without one.</param>
/// <param name="Until">When it ends; null when it does not.</param>
internal sealed record PluginCredential(string? Token, string? Certificate, string? Key, DateTimeOffset? Until)
{
    /// <summary>Nobody sees a credential in a log.</summary>
    public override string ToString() => "(credential)";
}
