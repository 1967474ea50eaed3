using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Running;

/// <summary>
/// Which lab is active and at which step it is, as annotations of the lab's namespace: whoever has the kubeconfig sees the same, and it
/// goes when the lab goes.
/// </summary>
/// <param name="Lab">The lab's name.</param>
/// <param name="Step">The number of the step that was applied last.</param>
public sealed record LabMark(string Lab, int Step)
{
    /// <summary>The annotation with the lab's name.</summary>
    public const string LabAnnotation = "istiolab.dev/lab";

    /// <summary>The annotation with the step's number.</summary>
    public const string StepAnnotation = "istiolab.dev/step";

    /// <summary>Reads the mark of a Namespace.</summary>
    /// <param name="ns">The Namespace.</param>
    /// <returns>Null when it has none.</returns>
    public static LabMark? Of(JsonObject ns)
    {
        var annotations = (ns["metadata"] as JsonObject)?["annotations"] as JsonObject ?? [];
        return Of(annotations[LabAnnotation]?.ToString(), annotations[StepAnnotation]?.ToString());
    }

    /// <summary>Reads the mark among the annotations of a Namespace.</summary>
    /// <returns>Null when there is none.</returns>
    internal static LabMark? Of(IReadOnlyDictionary<string, string> annotations) =>
        Of(annotations.GetValueOrDefault(LabAnnotation), annotations.GetValueOrDefault(StepAnnotation));

    /// <summary>Reads the step that a lab is at.</summary>
    /// <returns>0 when it is not the active lab of its namespace.</returns>
    public static async Task<int> ReadStepAsync(KubeApi api, LabDefinition lab, CancellationToken cancellationToken) =>
        await api.FindAsync(PathOf(lab), cancellationToken) is { } ns && Of(ns) is { } mark && mark.Lab == lab.Name ? mark.Step : 0;

    /// <summary>Marks the lab's namespace, unless it was on a cluster before the lab came.</summary>
    internal static async Task WriteAsync(KubeApi api, LabDefinition lab, int step, CancellationToken cancellationToken)
    {
        if (lab.Target.Mark is { } mark
            && (string?)(await api.FindAsync(PathOf(lab), cancellationToken))?["metadata"]?["labels"]?[LabTarget.MadeByLabel] != mark)
        {
            return;
        }

        var annotations = new JsonObject { [LabAnnotation] = lab.Name, [StepAnnotation] = step.ToString(CultureInfo.InvariantCulture) };
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
        await api.SendAsync(HttpMethod.Patch, PathOf(lab), patch, "application/merge-patch+json", cancellationToken);
    }

    private static LabMark? Of(string? lab, string? step) =>
        lab is { Length: > 0 } ? new LabMark(lab, int.TryParse(step, CultureInfo.InvariantCulture, out var number) ? number : 0) : null;

    private static string PathOf(LabDefinition lab) => $"api/v1/namespaces/{lab.Namespace}";
}
