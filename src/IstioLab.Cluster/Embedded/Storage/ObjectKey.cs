namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>Names one stored object.</summary>
/// <param name="Resource">Plural and group: <c>pods</c>, <c>deployments.apps</c>, <c>virtualservices.networking.istio.io</c>.</param>
/// <param name="Namespace">The namespace, or the empty text for a cluster-scoped resource.</param>
/// <param name="Name">The object's name.</param>
internal sealed record ObjectKey(string Resource, string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? $"{Resource}/{Name}" : $"{Resource}/{Namespace}/{Name}";
}
