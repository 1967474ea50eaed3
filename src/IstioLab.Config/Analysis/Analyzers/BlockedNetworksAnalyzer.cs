using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>An istiod that fetches keys from anywhere (IST0175).</summary>
internal sealed class BlockedNetworksAnalyzer : IAnalyzer
{
    private const int MostNames = 5;

    public void Analyze(AnalysisContext context)
    {
        var names = context.Of("security.istio.io", "RequestAuthentication").Select(item => $"{item.Id.Namespace}/{item.Id.Name}").ToList();
        if (names.Count == 0)
        {
            return;
        }

        var list = string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $", and {names.Count - MostNames} more" : "");
        foreach (var istiod in context.Of("apps", "Deployment").Where(item => item.Labels.GetValueOrDefault("app") == "istiod"))
        {
            var isSet = istiod.Root["spec"].Child("template").Child("spec").Items("containers")
                .SelectMany(container => container.Items("env"))
                .Any(variable => variable.Text("name") == "BLOCKED_CIDRS_IN_JWKS_URIS" && variable.Text("value").Length > 0);
            if (!isSet)
            {
                context.Report(MessageKinds.JwksUriFetchUnrestricted, istiod, "", names.Count, list);
            }
        }
    }
}
