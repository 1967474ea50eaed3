using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using IstioLab.Cluster.Connections;
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
    /// <summary>The release of a cluster that has Istio's resources and no control plane.</summary>
    public const string NoIstio = "none";

    private const string FileName = "kubeconfig";

    /// <inheritdoc/>
    public string Kind => "current";

    /// <inheritdoc/>
    public string KubeconfigPath => options.Folder.KubeconfigPath;

    /// <inheritdoc/>
    public string IstioVersion => Istio.Version.Length > 0 ? Istio.Version : Istio.HasControlPlane ? "unknown" : NoIstio;

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

    /// <inheritdoc/>
    public string Revision => Istio.Revision is "default" ? "" : Istio.Revision;

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
            await AskPluginAsync(cancellationToken);
            using var client = Open();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.Timeout);
            KubernetesVersion = (await client.Version.GetCodeAsync(limit.Token)).GitVersion;
            Istio = await new IstioDetector(client).FindAsync(limit.Token);
            Gateways = await new GatewayFinder(client).FindAsync(Istio.Namespace, limit.Token);
        }
        catch (HttpOperationException refused)
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException($"{Subject} refuses: {Words(refused)} Try {Probe}.", refused);
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or KubeConfigException or IOException or CryptographicException)
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException($"{Subject} does not answer: {Innermost(failure)} Try {Probe}.", failure);
        }
        catch (MissingPrerequisiteException)
        {
            options.Folder.Remove(FileName);
            throw;
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException($"{Subject} did not answer in {options.Timeout.TotalSeconds:0} s. Try {Probe}.", late);
        }

        if (Istio.Missing.Any(name => options.Needed is not { } needed || needed.Contains(name)))
        {
            options.Folder.Remove(FileName);
            throw new MissingPrerequisiteException(
                $"{Subject} lacks Istio's resources: {string.Join(", ", Istio.Missing)}. Nothing was changed there.\n"
                + $"Install Istio: 'istioctl install --set profile=demo --context {options.Context.Name}', then start again; "
                + "or use './lab up', which needs no cluster.");
        }

        options.Report($"{Subject}: Kubernetes {KubernetesVersion}, {Istio.Words}.");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        options.Folder.Remove(FileName);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A plugin that is missing or fails is told before anything else is asked; its certificate is kept, its tokens are asked for again.
    private async Task AskPluginAsync(CancellationToken cancellationToken)
    {
        if (KubeConnection.FindPlugin(KubeconfigPath, options.Context.Name) is { } plugin
            && await plugin.RunAsync(options.Time, cancellationToken) is { Certificate: { } certificate, Key: { } key })
        {
            options.Folder.WriteText(FileName, options.Context.WithCertificate(certificate, key));
        }
    }

    private string Subject => $"Cluster '{options.Context.Name}' at '{options.Context.Server}'";

    private string Probe => $"'kubectl --context {options.Context.Name} version'";

    private Kubernetes Open() => new(KubeConnection.Read(KubeconfigPath));

    private static string Words(HttpOperationException refused) => refused.Response.StatusCode switch
    {
        HttpStatusCode.Unauthorized => "401 Unauthorized: the context's user is not known there, or its token or certificate has ended.",
        HttpStatusCode.Forbidden => "403 Forbidden: the context's user may not look at what a lab needs.",
        var code => $"{(int)code} {code}.",
    };

    private static string Innermost(Exception failure) => failure switch
    {
        { InnerException: { } inner } => Innermost(inner),
        _ => failure.Message.EndsWith('.') ? failure.Message : $"{failure.Message}.",
    };
}
