using IstioLab.Labs.Api;

namespace IstioLab.Labs.Running;

/// <summary>What a lab's namespace looks like, without sending anything.</summary>
/// <param name="Pods">The pods that are not being deleted.</param>
/// <param name="Leaving">How many are.</param>
/// <param name="Differences">Where live objects differ from what the lab applied; empty when nowhere.</param>
public sealed record LabStatus(IReadOnlyList<PodView> Pods, int Leaving, IReadOnlyList<string> Differences)
{
    /// <summary>The pods whose READY column is not what a step expects.</summary>
    /// <param name="ready">The expected column; null when it does not matter.</param>
    public IReadOnlyList<string> NotReady(string? ready) =>
    [
        .. Pods.Where(pod => !pod.IsReady || (ready is not null && pod.Ready != ready))
            .Select(pod => $"Pod '{pod.Namespace}/{pod.Name}' shows READY {pod.Ready} ({pod.Waiting ?? pod.Phase})"
                + (ready is null ? "." : $"; {ready} is expected.")),
    ];
}
