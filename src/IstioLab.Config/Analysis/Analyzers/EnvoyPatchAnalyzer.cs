using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Patches of EnvoyFilters that depend on others, or whose operation has no effect (IST0151 to IST0155).</summary>
internal sealed class EnvoyPatchAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        // Filters that an earlier patch has for one proxy version; in the order in which they are applied.
        var versioned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var filter in context.Networking("EnvoyFilter").OrderBy(item => item.Position?.File ?? "", StringComparer.Ordinal).ThenBy(item => item.Position?.Line ?? 0))
        {
            var patches = filter.Root["spec"].Items("configPatches");
            for (var index = 0; index < patches.Length && patches[index].Has("patch"); index++)
            {
                var name = NameOf(patches[index]);
                if (Problem(filter, patches[index], versioned.Contains(name)) is { } problem)
                {
                    context.Report(problem, filter, $"spec.configPatches[{index}].patch");
                }

                if (patches[index]["match"].Child("proxy").Text("proxyVersion").Length > 0)
                {
                    versioned.Add(name);
                }
            }
        }
    }

    private static MessageKind? Problem(ConfigObject filter, YamlNode patch, bool isVersioned)
    {
        var target = patch.Text("applyTo");
        var isRoute = target is "ROUTE_CONFIGURATION" or "HTTP_ROUTE";
        return patch["patch"].Text("operation") switch
        {
            "ADD" => isRoute ? MessageKinds.EnvoyFilterUsesAddOperationIncorrectly : null,
            "REMOVE" when isRoute => MessageKinds.EnvoyFilterUsesRemoveOperationIncorrectly,
            "REPLACE" when target is not ("NETWORK_FILTER" or "HTTP_FILTER" or "VIRTUAL_HOST") => MessageKinds.EnvoyFilterUsesReplaceOperationIncorrectly,
            "REMOVE" or "REPLACE" or "INSERT_BEFORE" or "INSERT_AFTER" when filter.Root["spec"].Integer("priority") == 0 =>
                isVersioned ? MessageKinds.EnvoyFilterUsesRelativeOperationWithProxyVersion : MessageKinds.EnvoyFilterUsesRelativeOperation,
            _ => null,
        };
    }

    private static string NameOf(YamlNode patch)
    {
        var value = patch["patch"].Child("value");
        return value is not YamlMapping { Fields.Length: > 0 } ? ""
            : value.Has("name") ? value.Text("name")
            : patch["match"].Child("listener").Child("filterChain").Child("filter").Text("name");
    }
}
