using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Validation.Checks;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Webhooks that call a control plane outside of the cluster at a bad address (IST0163, IST0164).</summary>
internal sealed class ExternalControlPlaneAnalyzer : IAnalyzer
{
    private const string Group = "admissionregistration.k8s.io";

    public void Analyze(AnalysisContext context)
    {
        foreach (var item in context.Of(Group, "ValidatingWebhookConfiguration").Where(item =>
            item.Id.Name == "istiod-default-validator" || item.Id.Name.StartsWith("istio-validator", StringComparison.Ordinal)))
        {
            Check(context, item);
        }

        foreach (var item in context.Of(Group, "MutatingWebhookConfiguration").Where(item => item.Id.Name.StartsWith("istio-sidecar-injector", StringComparison.Ordinal)))
        {
            Check(context, item);
        }
    }

    private static void Check(AnalysisContext context, ConfigObject item)
    {
        var hooks = item.Root["webhooks"] is YamlSequence list ? list.Items : [];
        for (var index = 0; index < hooks.Length; index++)
        {
            var client = hooks[index]["clientConfig"];
            var path = $"webhooks[{index}].clientConfig";
            var name = hooks[index].Text("name");
            if (client.OptionalText("url") is not { } url)
            {
                if (!client.Has("service"))
                {
                    context.Report(MessageKinds.InvalidExternalControlPlaneConfig, item, path, "", name, "is blank");
                }
            }
            else if (HostOf(url) is not { } host)
            {
                context.Report(MessageKinds.InvalidExternalControlPlaneConfig, item, $"{path}.url", url, name, "was provided in an invalid format");
            }
            else if (AddressChecks.IsAddress(host))
            {
                context.Report(MessageKinds.ExternalControlPlaneAddressIsNotAHostname, item, $"{path}.url", url, name);
            }
        }
    }

    /// <summary>The host of a URL; empty for one without, <see langword="null"/> for what Go does not read as a URL.</summary>
    private static string? HostOf(string url)
    {
        if (!GoUrl.TryParse(url, out _))
        {
            return null;
        }

        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var authority = scheme < 0 ? "" : url[(scheme + 3)..].Split('/', '?', '#')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = host.LastIndexOf(':');
        return (colon > host.LastIndexOf(']') ? host[..colon] : host).Trim('[', ']');
    }
}
