using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Targets;

/// <summary>The injector of a real cluster: istioctl, with the template that the cluster's own Istio has.</summary>
/// <param name="istioctl">Finds istioctl; called when the first file is injected, so that steps without injection need no tool.</param>
/// <param name="revision">The revision of the cluster's Istio; empty for none.</param>
public sealed class IstioctlInjector(Func<CancellationToken, Task<Istioctl>> istioctl, string revision = "") : ILabInjector
{
    /// <inheritdoc/>
    public async Task<string> InjectAsync(string text, string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await (await istioctl(cancellationToken)).InjectAsync(path, revision, cancellationToken);
        }
        catch (MissingPrerequisiteException missing)
        {
            throw new KubeApiException($"'{name}' cannot be injected. {missing.Message}", null, missing);
        }
        catch (Exception failed) when (failed is ToolFailedException or ToolTimeoutException)
        {
            throw new KubeApiException($"'{name}' cannot be injected. {failed.Message}", null, failed);
        }
    }
}
