using System.Collections.Immutable;
using IstioLab.Config.Analysis.Analyzers;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Analysis;

/// <summary>
/// Finds what is accepted and yet does not work: the messages of <c>istioctl analyze</c>, with Istio's codes and levels.
/// See https://istio.io/latest/docs/reference/config/analysis/
/// </summary>
public static class ConfigAnalyzer
{
    private static readonly ImmutableArray<IAnalyzer> s_analyzers =
    [
        new AnnotationAnalyzer(), new BlockedNetworksAnalyzer(), new AuthorizationPolicyAnalyzer(), new StatusConditionAnalyzer(),
        new ServiceAssociationAnalyzer(), new ApplicationUserAnalyzer(), new ServerCertificateAnalyzer(), new SubsetPodsAnalyzer(),
        new DeprecatedFieldAnalyzer(), new EnvoyPatchAnalyzer(), new ExternalControlPlaneAnalyzer(), new GatewayPortAnalyzer(),
        new GatewayCertificateAnalyzer(), new GatewaySecretAnalyzer(), new ConflictingGatewayAnalyzer(), new InjectionAnalyzer(),
        new ProxyImageAnalyzer(), new AutoImageAnalyzer(), new GatewayApiSelectorAnalyzer(), new GatewayApiVersionAnalyzer(),
        new MeshNetworksAnalyzer(), new PortNameAnalyzer(), new SidecarSelectorAnalyzer(), new MeshHostConflictAnalyzer(),
        new DestinationHostAnalyzer(), new IngressSubsetAnalyzer(), new DestinationSubsetAnalyzer(), new VirtualServiceGatewayAnalyzer(),
        new ClaimRouteAnalyzer(), new ServiceEntryAddressAnalyzer(), new WebhookAnalyzer(), new TelemetryProviderAnalyzer(),
        new TelemetrySelectorAnalyzer(), new LightstepAnalyzer(), new ValidationAnalyzer(),
    ];

    /// <summary>Runs all analyzers.</summary>
    /// <param name="objects">All objects of files or of a cluster.</param>
    /// <param name="options">The release, and whether a cluster gave the objects.</param>
    /// <returns>
    /// The messages, the most serious first, then by file and line. What an object's annotation <c>galley.istio.io/analyze-suppress</c>
    /// names stays away, and what would be said twice of one object is said once.
    /// </returns>
    public static ImmutableArray<AnalysisMessage> Analyze(IEnumerable<ConfigObject> objects, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(options);
        var context = new AnalysisContext(objects, options);
        foreach (var analyzer in s_analyzers)
        {
            analyzer.Analyze(context);
        }

        return
        [
            .. context.Messages.Where(message => !IsSuppressed(message))
                .OrderByDescending(message => message.Level)
                .ThenBy(message => message.Position?.File ?? "", StringComparer.Ordinal)
                .ThenBy(message => message.Position?.Line ?? 0)
                .ThenBy(message => message.Code, StringComparer.Ordinal)
                .ThenBy(message => message.Resource.Id.ToString(), StringComparer.Ordinal)
                .ThenBy(message => message.Text, StringComparer.Ordinal),
        ];
    }

    private static bool IsSuppressed(AnalysisMessage message) =>
        message.Resource.Annotations.TryGetValue("galley.istio.io/analyze-suppress", out var codes)
        && codes.Split(',').Any(code => code == "*" || code == message.Code);
}
