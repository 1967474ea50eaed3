using System.Globalization;
using System.Text;
using IstioLab.Cluster.Istio;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// Writes what makes the sidecars of a real Istio send their spans and access logs to the relay: a part of the mesh configuration, which
/// only istiod's installation can hold, and two objects. Sources:
/// https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider and
/// https://istio.io/latest/docs/reference/config/telemetry/.
/// </summary>
public static class TelemetryManifests
{
    /// <summary>The extension provider of spans.</summary>
    public const string TracesProvider = "lab-traces";

    /// <summary>The extension provider of access logs.</summary>
    public const string LogsProvider = "lab-logs";

    // Istio's own: naming any provider ends the mesh-wide access log on standard output unless this one is named too.
    private const string StandardOutputProvider = "envoy";

    /// <summary>The name of the ServiceEntry and of the Telemetry object.</summary>
    public const string ObjectName = "istiolab-telemetry";

    /// <summary>The namespace whose Telemetry object counts for the whole mesh.</summary>
    public const string RootNamespace = "istio-system";

    // Before 1.24 a provider has no place for metadata (istio/istio pull request 52915).
    private static readonly MinorVersion s_metadata = new(1, 24);

    // From 1.22 on these kinds are served as v1.
    private static readonly MinorVersion s_stable = new(1, 22);

    /// <summary>
    /// The fields that stand below <c>spec.meshConfig</c> of an IstioOperator, indented by four spaces. Lists replace those of the
    /// profile: whoever wants other extension providers too adds them to this list.
    /// </summary>
    /// <param name="route">The way to the relay.</param>
    /// <param name="istio">The Istio release.</param>
    public static string MeshConfig(RelayRoute route, MinorVersion istio)
    {
        ArgumentNullException.ThrowIfNull(route);
        var yaml = new StringBuilder();
        yaml.Append("    enableTracing: true\n");
        yaml.Append("    defaultConfig:\n      holdApplicationUntilProxyStarts: true\n");
        yaml.Append("    extensionProviders:\n");
        yaml.Append(Providers(route, istio, depth: 4));
        return yaml.ToString();
    }

    /// <summary>The two extension providers as entries of a list.</summary>
    /// <param name="route">The way to the relay.</param>
    /// <param name="istio">The Istio release.</param>
    /// <param name="depth">The number of spaces before each entry.</param>
    public static string Providers(RelayRoute route, MinorVersion istio, int depth)
    {
        ArgumentNullException.ThrowIfNull(route);
        var port = route.Port.ToString(CultureInfo.InvariantCulture);
        List<string> lines =
        [
            $"- name: {TracesProvider}",
            "  opentelemetry:",
            $"    service: {route.Host}",
            $"    port: {port}",
        ];
        if (istio >= s_metadata && route.Token is { } token)
        {
            lines.AddRange(["    grpc:", "      timeout: 3s", "      initialMetadata:", $"      - name: {RelayToken.Header}", $"        value: \"{token}\""]);
        }

        lines.AddRange(
        [
            $"- name: {LogsProvider}",
            "  envoyOtelAls:",
            $"    service: {route.Host}",
            $"    port: {port}",
            $"    logName: {AccessLogLabels.LogName}",
            "    logFormat:",
            "      labels:",
            .. AccessLogLabels.Formats.Select(label => $"        {label.Name}: \"{label.Format}\""),
        ]);
        var indent = new string(' ', depth);
        return string.Concat(lines.Select(line => $"{indent}{line}\n"));
    }

    /// <summary>The ServiceEntry that gives the providers' host a cluster in each proxy, and the Telemetry that names the providers.</summary>
    /// <param name="route">The way to the relay.</param>
    /// <param name="istio">The Istio release.</param>
    /// <param name="ns">The namespace; in <see cref="RootNamespace"/>, the default, the Telemetry counts for the whole mesh.</param>
    public static string Objects(RelayRoute route, MinorVersion istio, string ns = RootNamespace)
    {
        ArgumentNullException.ThrowIfNull(route);
        return $"{ServiceEntry(route, istio, ns)}---\n{Telemetry(istio, ns)}";
    }

    /// <summary>The ServiceEntry alone.</summary>
    /// <inheritdoc cref="Objects"/>
    public static string ServiceEntry(RelayRoute route, MinorVersion istio, string ns)
    {
        ArgumentNullException.ThrowIfNull(route);
        var endpoints = route.Address is null ? "" : $"""
              endpoints:
              - address: {route.Address}

            """;
        var exported = ns == RootNamespace ? "" : "  exportTo:\n  - .\n";
        return $"""
            apiVersion: networking.istio.io/{(istio >= s_stable ? "v1" : "v1beta1")}
            kind: ServiceEntry
            metadata:
              name: {ObjectName}
              namespace: {ns}
            spec:
              hosts:
              - {route.Host}
              location: MESH_EXTERNAL
              resolution: {(route.Address is null ? "DNS" : "STATIC")}
            {exported}{endpoints}  ports:
              - number: {route.Port.ToString(CultureInfo.InvariantCulture)}
                name: grpc-otlp
                protocol: GRPC

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The Telemetry alone.</summary>
    /// <param name="istio">The Istio release.</param>
    /// <param name="ns">Its namespace.</param>
    public static string Telemetry(MinorVersion istio, string ns) => $"""
        apiVersion: telemetry.istio.io/{(istio >= s_stable ? "v1" : "v1alpha1")}
        kind: Telemetry
        metadata:
          name: {ObjectName}
          namespace: {ns}
        spec:
          tracing:
          - providers:
            - name: {TracesProvider}
            randomSamplingPercentage: 100
          accessLogging:
          - providers:
            - name: {StandardOutputProvider}
            - name: {LogsProvider}

        """.ReplaceLineEndings("\n");
}
