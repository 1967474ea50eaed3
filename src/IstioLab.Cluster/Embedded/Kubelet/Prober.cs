using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Runtime;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// Watches one running container with its probes: startup first, then readiness and liveness. Without a readiness probe it is ready
/// when it listens on the ports that it declares, so that a rollout sends nobody to a port that is not open yet.
/// </summary>
internal sealed class Prober(
    KubeletServices services, PodSandbox pod, EventSubject subject, JsonObject container, IContainer target,
    Action<bool> ready, Action started, Func<string, Task> unhealthy)
{
    /// <summary>How long a container without a probe is waited for before it counts as ready although a declared port is closed.</summary>
    private static readonly TimeSpan ListenLimit = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Find("Startup") is { } startup && !await UntilAsync(startup, cancellationToken)) return;
        started();
        var liveness = Find("Liveness") is { } live ? UntilAsync(live, cancellationToken) : Task.CompletedTask;
        if (Find("Readiness") is { } readiness)
        {
            await Task.WhenAll(liveness, UntilAsync(readiness, cancellationToken));
            return;
        }

        await ListensAsync(cancellationToken);
        ready(true);
        await liveness;
    }

    private ProbeSpec? Find(string kind) => ProbeSpec.Of(container, kind) is { } probe ? pod.Original(probe) : null;

    private async Task ListensAsync(CancellationToken cancellationToken)
    {
        var ports = container.Items("ports")
            .Where(port => port.Text("protocol") is "" or "TCP")
            .Select(port => port.Number("containerPort") ?? 0)
            .Where(port => port > 0)
            .ToList();
        if (ports.Count == 0) return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var open = Task.WhenAll(ports.Select(port => pod.Interface.WaitForListenerAsync(port, stop.Token)));
        await Task.WhenAny(open, Task.Delay(ListenLimit, services.Time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Startup: true once it succeeds, false when it has failed for good. The others go on until they are cancelled.</summary>
    private async Task<bool> UntilAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        int good = 0, bad = 0;
        var known = false;
        if (probe.InitialDelay > TimeSpan.Zero) await Task.Delay(probe.InitialDelay, services.Time, cancellationToken);
        while (true)
        {
            var result = await pod.Probes.ProbeAsync(probe, container, pod.Interface, target, cancellationToken);
            (good, bad) = result.Success ? (good + 1, 0) : (0, bad + 1);
            if (!result.Success)
            {
                services.Events.Warning(subject, EventSource.Kubelet, "Unhealthy", $"{probe.Kind} probe failed: {result.Message}");
            }

            if (probe.Kind == "Readiness")
            {
                if (good >= probe.SuccessThreshold && !known) ready(known = true);
                else if (bad >= probe.FailureThreshold && known) ready(known = false);
            }
            else if (probe.Kind == "Startup" && good >= 1)
            {
                return true;
            }
            else if (bad >= probe.FailureThreshold)
            {
                await unhealthy($"Container {container.Text("name")} failed {probe.Kind.ToLowerInvariant()} probe, will be restarted");
                return false;
            }

            await PauseAsync(probe, known, cancellationToken);
        }
    }

    /// <summary>A readiness probe that has not succeeded yet is repeated at once when the pod opens a port.</summary>
    private async Task PauseAsync(ProbeSpec probe, bool known, CancellationToken cancellationToken)
    {
        var port = Number(probe);
        if (known || probe.Kind == "Liveness" || port is null || pod.Interface.IsListening(port.Value))
        {
            await Task.Delay(probe.Period, services.Time, cancellationToken);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(pod.Interface.WaitForListenerAsync(port.Value, stop.Token), Task.Delay(probe.Period, services.Time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static int? Number(ProbeSpec probe) => probe.Node.Number("httpGet", "port") ?? probe.Node.Number("tcpSocket", "port");
}
