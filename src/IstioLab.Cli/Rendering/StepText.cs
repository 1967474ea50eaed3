using IstioLab.Labs.Definitions;

namespace IstioLab.Cli.Rendering;

/// <summary>The commands with which a person would do what a step does.</summary>
internal static class StepText
{
    /// <param name="lab">The lab.</param>
    /// <param name="step">Its step.</param>
    /// <param name="name">What the environment's name adds to a command line; empty for the default one.</param>
    public static IEnumerable<string> Commands(LabDefinition lab, LabStep step, string name)
    {
        if (step.Apply.Count > 0)
        {
            yield return $"kubectl apply {string.Join(' ', step.Apply.Select(file => $"-f labs/{lab.Name}/{file}"))}";
        }

        foreach (var file in step.Inject)
        {
            yield return $"./lab kube-inject{name} -f labs/{lab.Name}/{file} | kubectl -n {lab.Namespace} apply -f -";
        }

        if (step.Traffic is { } traffic)
        {
            var headers = string.Concat(traffic.Headers.Select(header => $" -H '{header.Key}: {header.Value}'"));
            yield return $"./lab curl{name} --from {traffic.From} --count {traffic.Requests}{headers} {traffic.Url.OriginalString}";
        }
    }
}
