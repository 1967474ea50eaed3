using System.Net;
using IstioLab.Cluster.Connections;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Preflight;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Cluster.Tools;
using k8s;

namespace IstioLab.Cluster.K3d;

/// <summary>
/// A k3d cluster with a real Istio. Starting it is a list of steps: 1. find the tools; 2. look at the machine; 3. clear or use again what
/// is there; 4. create; 5. kubeconfig; 6. wait for nodes and DNS; 7. bring images; 8. install Istio; 9. lead telemetry to the relay.
/// When a step fails or is cancelled, what the steps before it made is deleted.
/// </summary>
public sealed class K3dCluster : ICluster
{
    private const string KubeconfigName = "kubeconfig";

    private readonly K3dClusterOptions _options;
    private readonly string _name;
    private readonly string _mark;
    private Func<string> _state = () => "";
    private K3dTools? _tools;
    private bool _stopped;
    private bool _reused;

    /// <summary>A cluster that is not made yet.</summary>
    public K3dCluster(K3dClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _name = K3dNames.Cluster(options.Folder.Name);
        _mark = EnvironmentMark.Of(options.Folder);
    }

    /// <inheritdoc/>
    public event Action? GatewaysChanged
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public string Kind => "k3d";

    /// <inheritdoc/>
    public string KubeconfigPath => _options.Folder.KubeconfigPath;

    /// <inheritdoc/>
    public string Context => K3dNames.Context(_name);

    /// <inheritdoc/>
    public string IstioVersion => _tools?.Istioctl.Version is { Length: > 0 } version ? version : _options.Versions.Istio.ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ClusterGateway> Gateways { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Images { get; private set; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public string State => _state();

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">Tools, the engine or the machine do not do; nothing was made.</exception>
    /// <exception cref="ClusterFailedException">A step failed; the message says what became of the cluster.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _state = () => "looking at the machine";
        var tools = _tools = await K3dTools.FindAsync(_options, _name, cancellationToken);
        await PreflightGate.RequireAsync(tools.Engine, _options, cancellationToken);
        K3dCleaner.RequireOurs((await tools.K3d.ListAsync(cancellationToken)).FirstOrDefault(cluster => cluster.Name == _name), _mark);
        try
        {
            await MakeAsync(tools, cancellationToken);
        }
        catch (Exception failed)
        {
            throw await RollBackAsync(tools, failed, cancellationToken);
        }
    }

    /// <summary>Deletes the cluster, or stops it when it is kept.</summary>
    /// <exception cref="ClusterFailedException">Something of it stays; the message says what.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_tools is not { } tools || _stopped)
        {
            return;
        }

        _stopped = true;
        if (_options.Keep)
        {
            await tools.K3d.StopAsync(_name, cancellationToken);
            _options.Report($"k3d cluster '{_name}' is stopped and kept. '--keep' uses it again; 'k3d cluster delete {_name}' removes it.");
            return;
        }

        await DeleteAsync(tools, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Deletes what a process left that was killed, if it left something.</summary>
    /// <returns>Whether it did.</returns>
    /// <exception cref="MissingPrerequisiteException">The tools are not there.</exception>
    /// <exception cref="ClusterFailedException">Something of it stays.</exception>
    public static async Task<bool> ClearAsync(EnvironmentFolder folder, string? tools, TimeProvider time, CancellationToken cancellationToken)
    {
        var runner = new ToolRunner(time);
        var docker = Docker.DockerTool.Find(runner, tools);
        var k3d = await K3dTool.FindAsync(runner, tools, cancellationToken);
        var found = await new K3dCleaner(k3d, docker).DeleteAsync(K3dNames.Cluster(folder.Name), EnvironmentMark.Of(folder), cancellationToken);
        Forget(folder);
        return found;
    }

    private async Task MakeAsync(K3dTools tools, CancellationToken cancellationToken)
    {
        var creation = new K3dCreation(_options, _name, tools);
        _state = () => creation.State;
        var known = await FindReusableAsync(tools, creation, cancellationToken);
        if (known is null)
        {
            await new K3dCleaner(tools.K3d, tools.Docker).DeleteAsync(_name, _mark, cancellationToken);
            K3dState.Remove(_options.Folder);
            Report($"Creating k3d cluster '{_name}' ({_options.Versions.NodeImage})");
        }

        var (http, https) = known is null ? Ports(await creation.CreateAsync(cancellationToken)) : (known.HttpPort, known.HttpsPort);
        _options.Folder.WriteText(KubeconfigName, await tools.K3d.KubeconfigAsync(_name, cancellationToken));
        using var client = new Kubernetes(KubeConnection.Read(KubeconfigPath));
        Report("Waiting for nodes and DNS");
        var readiness = new K3dReadiness(client, _options.Time);
        _state = () => readiness.State;
        await readiness.WaitAsync(_options.ReadyTimeout, cancellationToken);
        Images = known?.Images ?? await BringImagesAsync(tools, cancellationToken);
        await InstallAsync(tools, client, known, cancellationToken);
        Gateways = [Gateway(http, https)];
        new K3dState
        {
            Kubernetes = _options.Versions.Kubernetes,
            Istio = _options.Versions.Istio.ToString(),
            HttpPort = http,
            HttpsPort = https,
            Images = Images,
        }.Write(_options.Folder);
    }

    // Only a complete cluster of this release is used again, and only when that was asked for.
    private async Task<K3dState?> FindReusableAsync(K3dTools tools, K3dCreation creation, CancellationToken cancellationToken)
    {
        if (!_options.Keep || K3dState.Read(_options.Folder) is not { } known || known.Kubernetes != _options.Versions.Kubernetes)
        {
            return null;
        }

        var cluster = (await tools.K3d.ListAsync(cancellationToken)).FirstOrDefault(entry => entry.Name == _name);
        if (cluster is null)
        {
            return null;
        }

        _reused = true;
        Report($"Using k3d cluster '{_name}' again");
        if (!cluster.IsRunning)
        {
            await creation.StartAsync(cancellationToken);
        }

        return known;
    }

    private async Task<IReadOnlyDictionary<string, string>> BringImagesAsync(K3dTools tools, CancellationToken cancellationToken)
    {
        Report("Bringing the labs' images");
        var images = new K3dImages(tools.K3d, tools.Docker, _options.Settings, Report);
        _state = () => images.State;
        return await images.BringAsync(_name, cancellationToken);
    }

    private async Task InstallAsync(K3dTools tools, IKubernetes client, K3dState? known, CancellationToken cancellationToken)
    {
        var relay = _options.OpenRelay is { } open
            ? await open(K3dNames.HostName, await FindGatewayAsync(tools, cancellationToken), cancellationToken)
            : null;
        var installer = new IstioInstaller(tools.Istioctl, client, _options.Time, Report);
        _state = () => installer.State;
        var release = _options.Versions.Istio.ToString();
        if (known is not null && known.Istio != release)
        {
            Report($"Removing Istio {known.Istio}");
            await installer.UninstallAsync(_options.Folder.Folder, cancellationToken);
        }

        if (known?.Istio != release || relay is not null)
        {
            Report($"Installing Istio {IstioVersion}, demo profile");
            await installer.InstallAsync(
                new IstioInstallOptions
                {
                    Version = _options.Versions.Istio,
                    Folder = _options.Folder.Folder,
                    Hub = _options.Settings.IstioHub,
                    Relay = relay,
                    Timeout = _options.ReadyTimeout,
                },
                cancellationToken);
        }

        if (relay is not null)
        {
            await new YamlApplier(client).ApplyAsync(TelemetryManifests.Objects(relay, _options.Versions.Istio), cancellationToken);
        }
    }

    private async Task<IPAddress?> FindGatewayAsync(K3dTools tools, CancellationToken cancellationToken) =>
        BridgeGateway.Find((await tools.K3d.ListAsync(cancellationToken)).FirstOrDefault(entry => entry.Name == _name)?.NetworkPrefix);

    private async Task<Exception> RollBackAsync(K3dTools tools, Exception failed, CancellationToken cancellationToken)
    {
        _stopped = true;
        var cancelled = cancellationToken.IsCancellationRequested;
        var words = failed is ToolFailedException or ToolTimeoutException && KnownFailures.Advise(failed.Message) is { } advice
            ? $"{advice}\n{failed.Message}"
            : failed.Message;
        if (_reused && cancelled)
        {
            return new OperationCanceledException($"Cancelled; {await StopKeptAsync(tools)}", failed, cancellationToken);
        }

        if (_options.Keep && !cancelled)
        {
            return new ClusterFailedException(
                $"{words}\nWhat was made is kept, as '--keep' asks. 'k3d cluster delete {_name}' removes it.", failed);
        }

        _state = () => $"deleting k3d cluster '{_name}'";
        try
        {
            await DeleteAsync(tools, CancellationToken.None);
        }
        catch (Exception second) when (second is ClusterFailedException or ToolFailedException or ToolTimeoutException or MissingPrerequisiteException)
        {
            return new ClusterFailedException($"{words}\nThe rollback failed too: {second.Message}", failed);
        }

        return cancelled
            ? new OperationCanceledException($"Cancelled; k3d cluster '{_name}' was deleted.", failed, cancellationToken)
            : failed is MissingPrerequisiteException ? failed : new ClusterFailedException($"{words}\nThe cluster was deleted: nothing of it stays.", failed);
    }

    // It was complete before this start, so it is not deleted for it.
    private async Task<string> StopKeptAsync(K3dTools tools)
    {
        try
        {
            await tools.K3d.StopAsync(_name, CancellationToken.None);
            return $"k3d cluster '{_name}' is stopped and kept.";
        }
        catch (Exception refused) when (refused is ToolFailedException or ToolTimeoutException)
        {
            return $"k3d cluster '{_name}' is kept, and could not be stopped: {refused.Message}";
        }
    }

    private async Task DeleteAsync(K3dTools tools, CancellationToken cancellationToken)
    {
        Report($"Deleting k3d cluster '{_name}'");
        await new K3dCleaner(tools.K3d, tools.Docker).DeleteAsync(_name, _mark, cancellationToken);
        Forget(_options.Folder);
    }

    private static void Forget(EnvironmentFolder folder)
    {
        folder.Remove(KubeconfigName);
        folder.Remove(IstioOverlay.FileName);
        K3dCreation.Forget(folder);
        K3dState.Remove(folder);
    }

    private void Report(string text) => _options.Report(text);

    private static (int Http, int Https) Ports(K3dClusterPlan plan) => (plan.HttpPort, plan.HttpsPort);

    private static ClusterGateway Gateway(int http, int https) => new(
        "istio-system",
        "istio-ingressgateway",
        IsLoadBalancer: true,
        [new ClusterGatewayPort("http2", 80, new Uri($"http://127.0.0.1:{http}")), new ClusterGatewayPort("https", 443, new Uri($"https://127.0.0.1:{https}"))]);
}
