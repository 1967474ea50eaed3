using System.Net;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
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
            else if (IPAddress.TryParse(host, out _))
            {
                context.Report(MessageKinds.ExternalControlPlaneAddressIsNotAHostname, item, $"{path}.url", url, name);
            }
        }
    }

    /// <summary>
    /// The host of a URL as Go reads it: an empty text and a lone path are URLs without host; a colon in the first segment, a bad port or a
    /// bad escape make it none (<see langword="null"/>).
    /// </summary>
    private static string? HostOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return url.Split('/')[0].Contains(':', StringComparison.Ordinal) && !char.IsAsciiLetter(url[0]) ? null : "";
        }

        var authority = url[(scheme + 3)..].Split('/', '?', '#')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = host.LastIndexOf(':');
        var isPort = colon > host.LastIndexOf(']');
        return scheme == 0 || host.Any(character => character is ' ' or '<' or '>' or '"') || (isPort && !host[(colon + 1)..].All(char.IsAsciiDigit))
            ? null
            : (isPort ? host[..colon] : host).Trim('[', ']');
    }
}
