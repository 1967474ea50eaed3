using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Runtime;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// Runs the hooks postStart and preStop of a container, commands and sleeps.
/// https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
/// </summary>
internal static class LifecycleHooks
{
    public static async Task RunAsync(
        KubeletServices services, JsonObject container, string hook, IContainer target, EventSubject subject, TimeSpan limit,
        CancellationToken cancellationToken)
    {
        if (container.At("lifecycle", hook) is not JsonObject action) return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = services.Time.CreateTimer(_ => stop.Cancel(), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            if (action.Number("sleep", "seconds") is { } seconds) await Task.Delay(TimeSpan.FromSeconds(seconds), services.Time, stop.Token);
            if (action["exec"] is not JsonObject exec) return;
            var code = await target.ExecAsync(new ExecRequest(exec.Texts("command"), null, Stream.Null, null), stop.Token);
            if (code != 0) Failed(services, hook, subject, $"command terminated with exit code {code}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(services, hook, subject, $"did not end within {limit.TotalSeconds:0} s");
        }
        catch (ContainerStartException failure)
        {
            Failed(services, hook, subject, failure.Message);
        }
    }

    private static void Failed(KubeletServices services, string hook, EventSubject subject, string message) => services.Events.Warning(
        subject, EventSource.Kubelet, hook == "preStop" ? "FailedPreStopHook" : "FailedPostStartHook",
        $"{(hook == "preStop" ? "PreStopHook" : "PostStartHook")} failed: {message}");
}
