using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Clusters;

/// <summary>The path of a cluster's kubeconfig. A running cluster says it itself; before that it is where the cluster will write it.</summary>
internal sealed class KubeconfigPath(IstioLabClusterResource cluster) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    /// <inheritdoc/>
    public string ValueExpression => $"{{{cluster.Name}.kubeconfig}}";

    /// <inheritdoc/>
    public IEnumerable<object> References => [cluster];

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(cluster.CurrentKubeconfig);
}
