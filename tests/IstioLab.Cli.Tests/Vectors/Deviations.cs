using System.Collections.Frozen;

namespace IstioLab.Cli.Tests.Vectors;

/// <summary>Cases that differ on purpose, each with its reason; docs/differences.md lists the same.</summary>
internal static class Deviations
{
    private const string NeedsPods = "needs running pods: the proxies' tests send it";

    public static FrozenDictionary<string, string> Simulation { get; } = new Dictionary<string, string>
    {
        ["pilot/pkg/networking/core/gateway_simulation_test.go:TestIngress/ingress shared TLS cert conflict - beta first/http beta"] =
            "Kubernetes Ingress is no kind of this lab",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why a request of the integration tests is not explained from files alone; empty when it is.</summary>
    public static string OfIntegration(string source) =>
        source.Contains("instanceIPTests", StringComparison.Ordinal) ? NeedsPods
        : source.Contains("x-forwarded-proto", StringComparison.Ordinal) ? "EnvoyFilter is validated and not applied"
        : "";
}
