using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Tracing with the provider that Istio gives up (IST0002).</summary>
internal sealed class LightstepAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var names = context.Mesh.Items("extensionProviders").Where(provider => provider.Has("lightstep")).Select(provider => provider.Text("name")).ToHashSet();
        foreach (var item in context.Of("telemetry.istio.io", "Telemetry"))
        {
            var tracing = item.Root["spec"].Items("tracing");
            for (var index = 0; index < tracing.Length; index++)
            {
                foreach (var name in tracing[index].Items("providers").Select(provider => provider.Text("name")).Where(names.Contains))
                {
                    context.Report(
                        MessageKinds.Deprecated, item, $"spec.tracing[{index}].providers", $"The Lightstep provider {name} is deprecated, please migrate to OpenTelemetry provider.");
                }
            }
        }
    }
}
