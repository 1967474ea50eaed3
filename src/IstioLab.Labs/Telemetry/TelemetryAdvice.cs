using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Labs.Telemetry;

/// <summary>
/// How telemetry can be had on a cluster that is not ours. Its mesh configuration belongs to somebody else: where that has the providers,
/// two objects in the lab's namespace are enough; where it has not, its administrator has to add them.
/// </summary>
/// <param name="Route">The way that the cluster's providers take; null without them.</param>
/// <param name="Missing">What is missing; null when nothing is.</param>
/// <param name="Providers">The entries of <c>meshConfig.extensionProviders</c> that the administrator has to add; empty when nothing is missing.</param>
public sealed record TelemetryAdvice(RelayRoute? Route, string? Missing, string Providers)
{
    private const string ExampleHost = "HOST-OF-THIS-MACHINE";
    private const int ExamplePort = 43170;

    /// <summary>Reads it out of a mesh configuration.</summary>
    /// <param name="mesh">The mesh configuration; null when the cluster has none.</param>
    /// <param name="istio">The Istio release.</param>
    public static TelemetryAdvice Of(MeshTelemetry? mesh, MinorVersion istio)
    {
        if (mesh?.Find(TelemetryManifests.TracesProvider) is { Type: "opentelemetry", Port: > 0, Host.Length: > 0 } traces)
        {
            return new TelemetryAdvice(new RelayRoute(traces.Host, traces.Port) { Token = traces.Token }, null, "");
        }

        var example = new RelayRoute(ExampleHost, ExamplePort) { Token = RelayToken.Create() };
        return new TelemetryAdvice(
            null,
            $"Traces and access logs stay away: mesh configuration '{mesh?.Source ?? TelemetryManifests.RootNamespace}' has no extension provider '{TelemetryManifests.TracesProvider}'.",
            TelemetryManifests.Providers(example, istio, depth: 0));
    }

    /// <summary>The objects to apply in a namespace; empty without a route.</summary>
    /// <param name="istio">The Istio release.</param>
    /// <param name="ns">The lab's namespace.</param>
    public string Objects(MinorVersion istio, string ns) => Route is null ? "" : TelemetryManifests.Objects(Route, istio, ns);
}
