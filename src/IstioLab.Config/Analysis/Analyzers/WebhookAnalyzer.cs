using System.Collections.Frozen;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Injection webhooks that overlap, or call a Service that does not exist (IST0139).</summary>
internal sealed class WebhookAnalyzer : IAnalyzer
{
    private const string Revision = "istio.io/rev";

    public void Analyze(AnalysisContext context)
    {
        var hooks = context.Of("admissionregistration.k8s.io", "MutatingWebhookConfiguration")
            .Where(item => Revisions(item).Any() || item.Root.Items("webhooks").Any(hook => hook.Text("name").EndsWith("istio.io", StringComparison.Ordinal)))
            .SelectMany(item => item.Root.Items("webhooks").Select((hook, index) => new Hook(item, hook, index)))
            .ToList();
        var revisions = hooks.Select(hook => hook.Owner).Distinct().SelectMany(Revisions).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var space in Combinations("istio-injection", "enabled", "disabled", revisions))
        {
            foreach (var pod in Combinations("sidecar.istio.io/inject", "true", "false", revisions))
            {
                CheckOverlap(context, [.. hooks.Where(hook => hook.Takes(space, pod))]);
            }
        }

        foreach (var hook in hooks)
        {
            var service = hook.Node["clientConfig"].Child("service");
            if (service is YamlMapping && context.Find("", "Service", service.Text("namespace"), service.Text("name")) is null)
            {
                context.Report(
                    MessageKinds.InvalidWebhook, hook.Owner, $"{hook.Path}.clientConfig.service",
                    $"The injector calls the Service '{service.Text("namespace")}/{service.Text("name")}', which does not exist.");
            }
        }
    }

    private static void CheckOverlap(AnalysisContext context, List<Hook> taking)
    {
        foreach (var hook in taking.Count > 1 ? taking : [])
        {
            var others = string.Join(", ", taking.Where(other => other != hook).Select(other => $"{other.Owner.Id.Name}/{other.Name}").Order(StringComparer.Ordinal));
            context.Report(MessageKinds.InvalidWebhook, hook.Owner, hook.Path, $"The webhook overlaps with {others}: a pod may be injected twice.");
        }
    }

    /// <summary>The revisions that a configuration is labelled with or selects.</summary>
    private static IEnumerable<string> Revisions(ConfigObject item)
    {
        if (item.Labels.TryGetValue(Revision, out var label))
        {
            yield return label;
        }

        foreach (var selector in item.Root.Items("webhooks").SelectMany(hook => new[] { hook["namespaceSelector"], hook["objectSelector"] }))
        {
            if (selector.Child("matchLabels").OptionalText(Revision) is { } own)
            {
                yield return own;
            }

            foreach (var value in selector.Items("matchExpressions").Where(entry => entry.Text("key") == Revision).SelectMany(entry => entry.Texts("values")))
            {
                yield return value;
            }
        }
    }

    private static IEnumerable<FrozenDictionary<string, string>> Combinations(string label, string yes, string no, List<string> revisions)
    {
        foreach (var revision in revisions.Prepend(null))
        {
            foreach (var value in new[] { null, yes, no })
            {
                var labels = new Dictionary<string, string>(StringComparer.Ordinal);
                if (value is not null)
                {
                    labels[label] = value;
                }

                if (revision is not null)
                {
                    labels[Revision] = revision;
                }

                yield return labels.ToFrozenDictionary(StringComparer.Ordinal);
            }
        }
    }

    private sealed record Hook(ConfigObject Owner, YamlNode Node, int Index)
    {
        public string Name => Node.Text("name");

        public string Path => $"webhooks[{Index}]";

        public bool Takes(FrozenDictionary<string, string> space, FrozenDictionary<string, string> pod) =>
            Selectors.MatchesLabelSelector(Node["namespaceSelector"], space) && Selectors.MatchesLabelSelector(Node["objectSelector"], pod);
    }
}
