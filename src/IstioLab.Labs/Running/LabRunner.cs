using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;

namespace IstioLab.Labs.Running;

/// <summary>Applies the steps of a lab through the Kubernetes API.</summary>
public sealed class LabRunner(KubeApi api, LabDefinition lab, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(5);

    private readonly LabObserver _observer = new(api, lab, time);

    /// <summary>How long pods may take to be as a step expects.</summary>
    /// <value>Default: 2 minutes.</value>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Applies what a step applies and waits until the pods are as it expects.</summary>
    /// <param name="step">The step.</param>
    /// <param name="onApplied">Gets each object when it is applied; null for none.</param>
    /// <param name="cancellationToken">Ends it; what is applied stays.</param>
    /// <exception cref="KubeApiException">The server refused an object, or the pods did not become ready in time.</exception>
    public async Task ApplyAsync(LabStep step, Action<AppliedObject>? onApplied, CancellationToken cancellationToken)
    {
        var applier = new ManifestApplier(api);
        foreach (var manifest in LabFiles.Read(lab, step))
        {
            var applied = await applier.ApplyAsync(manifest.Body, lab.Namespace, cancellationToken);
            onApplied?.Invoke(applied);
        }

        await LabMark.WriteAsync(api, lab, step.Number, cancellationToken);
        await WaitAsync(step, cancellationToken);
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

        var applier = new ManifestApplier(api);
        var own = LabFiles.Read(lab, step).Select(manifest => manifest.Source.Id).ToHashSet();
        foreach (var manifest in LabFiles.ReadUpTo(lab, before))
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
            if (report.Passed || time.GetElapsedTime(started) > s_settle)
            {
                return report;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }

    /// <summary>Removes the lab: deletes its namespace and waits until it has gone.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var path = $"api/v1/namespaces/{lab.Namespace}";
        if (await api.FindAsync(path, cancellationToken) is null)
        {
            return;
        }

        await api.SendAsync(HttpMethod.Delete, path, null, "application/json", cancellationToken);
        var started = time.GetTimestamp();
        while (await api.FindAsync(path, cancellationToken) is not null)
        {
            if (time.GetElapsedTime(started) > ReadyTimeout)
            {
                throw new KubeApiException($"Namespace '{lab.Namespace}' is still Terminating after {ReadyTimeout.TotalSeconds:0} s. See 'kubectl describe ns {lab.Namespace}'.");
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }

    private async Task WaitAsync(LabStep step, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var pods = await Workloads.ListPodsAsync(api, lab.Namespace, cancellationToken);
            var staying = pods.Where(pod => !pod.Terminating).ToList();
            if (staying.Count > 0 && pods.Count == staying.Count && new LabStatus(staying, 0, []).NotReady(step.Expect.Ready).Count == 0)
            {
                return;
            }

            if (time.GetElapsedTime(started) > ReadyTimeout)
            {
                var problems = new LabStatus(staying, 0, []).NotReady(step.Expect.Ready);
                throw new KubeApiException(
                    $"Step '{step.Name}' of lab '{lab.Name}': the pods are not ready after {ReadyTimeout.TotalSeconds:0} s. {string.Join(" ", problems)}");
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }
}
