using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Cluster.Environments;
using IstioLab.Config.Yaml;
using IstioLab.Hosting.Mirroring;
using IstioLab.Hosting.Sidecars;
using IstioLab.Labs.Api;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Resources;
using IstioLab.Labs.Targets;
using Microsoft.Extensions.Logging;

namespace IstioLab.Hosting.Clusters;

/// <summary>One run of a cluster's process, from the moment it starts.</summary>
internal sealed class ClusterSession(
    IstioLabClusterResource cluster, int? process, ResourceAdapter adapter, SidecarJoiner joiner, MirrorBoard board, ResourceLoggerService loggers, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether the cluster came as far as being ready.</summary>
    public bool WasReady { get; private set; }

    /// <summary>Waits for the cluster, applies the AppHost's manifests, and mirrors its objects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        board.Pending[cluster.Name] = "The cluster is starting.";
        var record = await WaitUntilReadyAsync(cancellationToken);
        WasReady = true;
        using var api = KubeApi.Open(record.Kubeconfig);
        await using var gateway = OpenGateway(record);
        await using var session = ResourceSession.Start(api, await DescribeAsync(api, record, cancellationToken), time);
        await using var logs = new LogFollower(session.Logs, loggers);
        using var subscription = session.Hub.Subscribe();
        var mirroring = MirrorAsync(subscription, session.Commands, logs, cancellationToken);
        await joiner.MakeNamespacesAsync(cluster, api, cancellationToken);
        await ApplyManifestsAsync(api, cancellationToken);
        await joiner.JoinAsync(cluster, api, cancellationToken);
        board.Pending.TryRemove(cluster.Name, out _);
        await mirroring;
    }

    private GatewayRelay? OpenGateway(EnvironmentRecord record)
    {
        if (!cluster.TryGetLastAnnotation<GatewayPortAnnotation>(out var wanted))
        {
            return null;
        }

        if (GatewayUrls.Ingress(record) is not { } ingress)
        {
            loggers.GetLogger(cluster).LogWarning(
                "Gateway port '{Port}' is not opened: the cluster has no ingress gateway that this machine reaches. See 'kubectl -n istio-system get services'.", wanted.Port);
            return null;
        }

        try
        {
            return GatewayRelay.Open(wanted.Port, ingress);
        }
        catch (SocketException taken)
        {
            loggers.GetLogger(cluster).LogError(
                "Gateway port '{Port}' cannot be opened: {Reason}. Choose another: 'WithGatewayPort({Other})'. The gateway is at {Gateway}.",
                wanted.Port, taken.Message, wanted.Port + 1, ingress);
            return null;
        }
    }

    private async Task<EnvironmentRecord> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Another AppHost may run an environment of this name: then this one's process ends with the reason, and shows nothing of the other.
            if (cluster.Registry.FindRunning() is { State: "ready" } record && (process ?? record.Process.Pid) == record.Process.Pid)
            {
                return record;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }

    private async Task<ClusterInfo> DescribeAsync(KubeApi api, EnvironmentRecord record, CancellationToken cancellationToken)
    {
        var version = (string?)(await api.GetAsync("version", cancellationToken))["gitVersion"] ?? "";
        return new ClusterInfo(record.Cluster, cluster.EnvironmentName, version, record.Istio, api.Server, record.Kubeconfig, time.GetUtcNow())
        {
            Gateways = record.Gateways,
            Labs = [.. cluster.Labs.Select(lab => lab with { Target = LabTargets.Of(cluster.Environment, record, time) })],
        };
    }

    private async Task MirrorAsync(ResourceSubscription subscription, ResourceCommands commands, LogFollower logs, CancellationToken cancellationToken)
    {
        logs.Follow(adapter.Resources);
        await TakeAsync([.. subscription.Initial.Select(resource => new LabResourceChange(resource.Name, resource, resource.Type))]);
        await foreach (var changes in subscription.Changes.ReadAllAsync(cancellationToken))
        {
            await TakeAsync(changes);
        }

        async Task TakeAsync(IReadOnlyList<LabResourceChange> changes) => logs.Follow(await adapter.ApplyAsync(changes, commands.ExecuteAsync));
    }

    private async Task ApplyManifestsAsync(KubeApi api, CancellationToken cancellationToken)
    {
        var logger = loggers.GetLogger(cluster);
        var applier = new ManifestApplier(api);
        foreach (var manifest in cluster.Annotations.OfType<ManifestAnnotation>())
        {
            foreach (var source in manifest.Objects.Where(source => !joiner.LeavesOut(cluster, source.Id)))
            {
                board.Pending[cluster.Name] = $"Manifest '{manifest.Path}' is being applied.";
                try
                {
                    var applied = await applier.ApplyAsync(YamlJson.ToJson(source.Root)!.AsObject(), manifest.Namespace, cancellationToken);
                    logger.LogInformation("{Object} {Outcome}", applied.Resource, applied.Outcome);
                }
                catch (KubeApiException refused)
                {
                    board.Pending[cluster.Name] = $"Manifest '{manifest.Path}': {refused.Message}";
                    logger.LogError("{Position}: {Kind} '{Name}' was refused: {Reason}", source.Position, source.Id.Kind, source.Id.Name, refused.Message);
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                }
            }
        }
    }
}
