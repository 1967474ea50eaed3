using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Targets;
using IstioLab.Labs.Telemetry;

namespace IstioLab.Cli.Hosting;

/// <summary>
/// The telemetry of a real cluster: the relay, on a cluster that is not ours the objects that lead to it, and the check that a span arrives.
/// </summary>
internal sealed class RelayedTelemetry : IAsyncDisposable
{
    /// <summary>The file in an environment's folder with what its cluster's mesh configuration lacks.</summary>
    public const string AdviceFile = "extension-providers.yaml";

    private readonly KubeApi _api;
    private readonly MinorVersion _istio;
    private readonly RelayRoute? _route;

    private RelayedTelemetry(KubeApi api, OtlpRelay relay, MinorVersion istio, RelayRoute? route)
    {
        _api = api;
        Relay = relay;
        _istio = istio;
        _route = route;
    }

    public OtlpRelay Relay { get; }

    /// <summary>Starts it, or takes the relay that the cluster started.</summary>
    /// <returns>Null on a cluster whose mesh does not know the way here; what its administrator has to add is reported.</returns>
    public static async Task<RelayedTelemetry?> StartAsync(
        StartedCluster started, KubeApi api, EnvironmentFolder folder, Action<string> report, CommandContext context, CancellationToken cancellationToken)
    {
        var cluster = started.Cluster;
        if (!MinorVersion.TryParse(cluster.IstioVersion, out var istio))
        {
            istio = new MinorVersion(1, 30);
        }

        if (started.Opener is { } opener)
        {
            opener.Relay?.ReadPodsFrom(cluster.KubeconfigPath);
            return opener.Relay is { } relay ? new RelayedTelemetry(api, relay, istio, null) : null;
        }

        if (cluster.IstioVersion == CurrentCluster.NoIstio)
        {
            // No sidecar, no telemetry; that there is no control plane was told already.
            return null;
        }

        var advice = TelemetryAdvice.Of(await MeshTelemetry.ReadAsync(api, cancellationToken), istio);
        if (advice.Route is not { } route)
        {
            folder.WriteText(AdviceFile, advice.Providers);
            report(context.Pick(
                $"{advice.Missing} Whoever administers Istio adds the entries of '{folder.PathOf(AdviceFile)}' to 'meshConfig.extensionProviders', with a name or address by which pods "
                    + "reach this machine; the next './lab up' does the rest.",
                $"{advice.Missing} 请 Istio 管理员把 '{folder.PathOf(AdviceFile)}' 中的条目加入 'meshConfig.extensionProviders'，并填上 Pod 能访问本机的名称或地址；下次 './lab up' 会完成其余部分。"));
            return null;
        }

        try
        {
            var own = await OtlpRelay.StartAsync(
                new OtlpRelayOptions
                {
                    Address = IPAddress.Any,
                    GrpcPort = route.Port,
                    Token = route.Token,
                    Folder = folder,
                    Sending = new TelemetryExporterOptions { ClusterKind = cluster.Kind },
                },
                context.Services.Time,
                report,
                cancellationToken);
            own.ReadPodsFrom(cluster.KubeconfigPath);
            return new RelayedTelemetry(api, own, istio, route);
        }
        catch (IOException taken)
        {
            report(context.Pick(
                $"Traces and access logs stay away: port {route.Port}, to which the mesh sends them, cannot be bound: {taken.Message} End the program that has it, or change 'port' of '{TelemetryManifests.TracesProvider}'.",
                $"没有链路和访问日志：网格把它们发往端口 {route.Port}，但该端口无法绑定：{taken.Message} 请结束占用它的程序，或修改 '{TelemetryManifests.TracesProvider}' 的 'port'。"));
            return null;
        }
    }

    /// <summary>Applies the objects that lead here, in a lab's namespace, where the mesh is not ours.</summary>
    public async Task ApplyAsync(LabDefinition lab, CancellationToken cancellationToken)
    {
        if (_route is null)
        {
            return;
        }

        foreach (var manifest in TelemetryObjectsOf(lab))
        {
            await new ManifestApplier(_api).ApplyAsync(manifest, lab.Namespace, cancellationToken);
        }
    }

    /// <summary>Sends one request of a lab's client and waits for its span.</summary>
    /// <returns>Null when the lab sends nothing.</returns>
    public async Task<TelemetryVerdict?> CheckAsync(LabDefinition lab, CancellationToken cancellationToken)
    {
        if (lab.Steps.Select(step => step.Traffic).FirstOrDefault(traffic => traffic is not null) is not { } traffic)
        {
            return null;
        }

        try
        {
            var pod = await Workloads.FindPodAsync(_api, WorkloadName.Parse(traffic.From, lab.Namespace), cancellationToken);
            return await new TelemetryCheck(_api, Relay, _istio).RunAsync(pod, traffic.Url, cancellationToken);
        }
        catch (KubeApiException refused)
        {
            return new TelemetryVerdict(TelemetryLink.Request, refused.Message, $"See 'kubectl -n {lab.Namespace} get pods'.");
        }
    }

    public ValueTask DisposeAsync() => Relay.DisposeAsync();

    private IEnumerable<JsonObject> TelemetryObjectsOf(LabDefinition lab)
    {
        foreach (var manifest in ManifestText.Read(TelemetryManifests.Objects(_route!, _istio, lab.Namespace)))
        {
            if (lab.Target.Mark is { } mark)
            {
                manifest["metadata"]!["labels"] = new JsonObject { [LabTarget.MadeByLabel] = mark };
            }

            yield return manifest;
        }
    }
}
