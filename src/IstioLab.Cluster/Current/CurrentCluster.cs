using System.Net.Sockets;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Providers;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;

namespace IstioLab.Cluster.Current;

/// <summary>
/// A cluster that is there already, by a context of the user's kubeconfig, which is read and never written. Starting it looks whether it
/// answers and which Istio it has; nothing is made in it. Whoever applies labs to it removes them.
/// </summary>
public sealed class CurrentCluster(CurrentClusterOptions options) : ICluster
{
    private const string FileName = "kubeconfig";

    /// <inheritdoc/>
    public string Kind => "current";

    /// <inheritdoc/>
    public string KubeconfigPath => options.Folder.KubeconfigPath;

    /// <inheritdoc/>
    public string IstioVersion => Istio.Version.Length > 0 ? Istio.Version : Istio.HasControlPlane ? "unknown" : "none";

    /// <inheritdoc/>
    public IReadOnlyList<ClusterGateway> Gateways { get; private set; } = [];

    /// <inheritdoc/>
    public event Action? GatewaysChanged
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public string Context => options.Context.Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Images => options.Images;

    /// <summary>The Istio that the cluster has.</summary>
    public IstioPresence Istio { get; private set; } = new();

    /// <summary>The Kubernetes release, such as <c>v1.35.5</c>.</summary>
    public string KubernetesVersion { get; private set; } = "";

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">The cluster does not answer, or lacks Istio's resources.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        options.Folder.WriteText(FileName, options.Context.Kubeconfig);
        try
        {
            using var client = Open();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.Timeout);
            KubernetesVersion = (await client.Version.GetCodeAsync(limit.Token)).GitVersion;
            Istio = await new IstioDetector(client).FindAsync(limit.Token);
            Gateways = await new GatewayFinder(client).FindAsync(Istio.Namespace, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or HttpOperationException or SocketException or KubeConfigException or IOException)
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException($"{Subject} does not answer: {Innermost(failure)} Try {Probe}.", failure);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException($"{Subject} did not answer in {options.Timeout.TotalSeconds:0} s. Try {Probe}.", late);
        }

        if (Istio.Missing.Count > 0)
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException(
                $"{Subject} lacks Istio's resources: {string.Join(", ", Istio.Missing)}. Nothing was changed there.\n"
                + $"Install Istio: 'istioctl install --set profile=demo --context {options.Context.Name}', then start again; "
                + "or use './lab up', which needs no cluster.");
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        options.Folder.Remove(FileName);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Subject => $"Cluster '{options.Context.Name}' at '{options.Context.Server}'";

    private string Probe => $"'kubectl --context {options.Context.Name} version'";

    private Kubernetes Open() => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(KubeconfigPath));

    private static string Innermost(Exception failure) => failure switch
    {
        HttpOperationException refused => $"{(int)refused.Response.StatusCode} {refused.Response.ReasonPhrase}.",
        { InnerException: { } inner } => Innermost(inner),
        _ => failure.Message.EndsWith('.') ? failure.Message : $"{failure.Message}.",
    };
}
