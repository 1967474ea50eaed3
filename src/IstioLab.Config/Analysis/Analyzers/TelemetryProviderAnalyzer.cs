using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Access logging that goes nowhere (IST0157).</summary>
internal sealed class TelemetryProviderAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        if (!context.Mesh.Child("defaultProviders").Items("accessLogging").IsEmpty)
        {
            return;
        }

        foreach (var item in context.Of("telemetry.istio.io", "Telemetry"))
        {
            var logging = item.Root["spec"].Items("accessLogging");
            for (var index = 0; index < logging.Length; index++)
            {
                if (!logging[index].Boolean("disabled") && logging[index].Items("providers").IsEmpty)
                {
                    context.Report(MessageKinds.InvalidTelemetryProvider, item, $"spec.accessLogging[{index}]", $"{item.Id.Namespace}/{item.Id.Name}");
                }
            }
        }
    }
}
