using System.Text;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.Istio;

/// <summary>Writes what is laid over Istio's demo profile.</summary>
internal static class IstioOverlay
{
    public const string FileName = "istio-overlay.yaml";

    public static string Write(IstioInstallOptions options)
    {
        var yaml = new StringBuilder();
        yaml.Append("apiVersion: install.istio.io/v1alpha1\n");
        yaml.Append("kind: IstioOperator\n");
        yaml.Append("metadata:\n  name: istiolab\n  namespace: istio-system\n");
        yaml.Append("spec:\n  profile: demo\n");
        if (options.Hub is { } hub)
        {
            yaml.Append("  hub: ").Append(hub).Append('\n');
        }

        yaml.Append("  meshConfig:\n");
        yaml.Append(options.Relay is { } relay
            ? TelemetryManifests.MeshConfig(relay, options.Version)
            : "    defaultConfig:\n      holdApplicationUntilProxyStarts: true\n");
        return yaml.ToString();
    }
}
