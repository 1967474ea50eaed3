using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;

namespace IstioLab.Labs.Running;

/// <summary>Applies the steps of a lab through the Kubernetes API.</summary>
public sealed class LabRunner(KubeApi api, LabDefinition lab, TimeProvider time)
{
    private readonly LabObserver _observer = new(api, lab, time);
    private readonly ReadyWait _wait = new(api, lab, time);

    /// <summary>How long pods may take to be as a step expects.</summary>
    /// <value>Default: the target's, 2 minutes on the embedded cluster.</value>
    public TimeSpan ReadyTimeout { get; init; } = lab.Target.ReadyTimeout;

    /// <summary>What the pods that are waited for are doing.</summary>
    public string State => _wait.State;

    /// <summary>Applies what a step applies and waits until the pods are as it expects.</summary>
    /// <param name="step">The step.</param>
    /// <param name="onApplied">Gets each object when it is applied; null for none.</param>
    /// <param name="cancellationToken">Ends it; what is applied stays.</param>
    /// <exception cref="KubeApiException">The server refused an object, or the pods did not become ready in time.</exception>
    public async Task ApplyAsync(LabStep step, Action<AppliedObject>? onApplied, CancellationToken cancellationToken)
    {
        var applier = new ManifestApplier(api, lab.Target.Mark, time);
        foreach (var manifest in await LabFiles.ReadAsync(lab, step, cancellationToken))
        {
            var applied = await applier.ApplyAsync(manifest.Body, lab.Namespace, cancellationToken);
            onApplied?.Invoke(applied);
        }

        await LabMark.WriteAsync(api, lab, step.Number, cancellationToken);
        await _wait.WaitAsync(step, ReadyTimeout, cancellationToken);
    }

    /// <summary>
    /// Makes the objects what they are before a step, for a step that is taken out of its order: of each object the version that an
    /// earlier step applies last. Does nothing when the step is the next one, or the current one again.
    /// </summary>
    /// <param name="step">The step that is applied next.</param>
    /// <param name="current">The number of the step that was applied last; 0 for none.</param>
    /// <param name="cancellationToken">Ends it; what is applied stays.</param>
    /// <exception cref="KubeApiException">The server refused an object.</exception>
    public async Task ApplyBeforeAsync(LabStep step, int current, CancellationToken cancellationToken)
    {
        if (step.Number == current || step.Number == current + 1 || lab.Steps.LastOrDefault(other => other.Number < step.Number) is not { } before)
        {
            return;
        }

        var applier = new ManifestApplier(api, lab.Target.Mark, time);
        var own = LabFiles.ReadSources(lab, step).Select(source => source.Id).ToHashSet();
        foreach (var manifest in await LabFiles.ReadUpToAsync(lab, before, cancellationToken))
        {
            // Pods would roll twice if the step's own objects went back first; an object of the step is applied by the step.
            if (!own.Contains(manifest.Source.Id) || manifest.Source.Id.Kind == "Namespace")
            {
                await applier.ApplyAsync(manifest.Body, lab.Namespace, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Checks a step that was just applied: while the configuration may still be on its way to the proxies, a sample that does not fit is
    /// taken again.
    /// </summary>
    public async Task<StepReport> CheckSettledAsync(LabStep step, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var report = await _observer.CheckAsync(step, cancellationToken);
            if (report.Passed || time.GetElapsedTime(started) > lab.Target.SettleTimeout)
            {
                return report;
            }

            await Task.Delay(lab.Target.Look, time, cancellationToken);
        }
    }

    /// <summary>Removes what the lab made, and waits until it has gone: its namespace; on a cluster that is not its own what carries its mark.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => new LabRemoval(api, lab, time).RemoveAsync(ReadyTimeout, cancellationToken);
}
