using System.Collections.Frozen;
using System.Text.Json.Nodes;
using IstioLab.Cli.Tests.CommandLine;
using IstioLab.Config.Tests.Vectors;

namespace IstioLab.Cli.Tests.Vectors;

/// <summary>Samples of Istio's own analyzer cases: files in, codes and resources out.</summary>
public sealed class AnalyzerVectorTests
{
    private const string File = "analyzers.sample.jsonl";

    /// <summary>The codes of the one analyzer that a case runs.</summary>
    private static readonly FrozenDictionary<string, string[]> s_codes = new Dictionary<string, string[]>
    {
        ["externalcontrolplane.ExternalControlPlaneAnalyzer"] = ["IST0163", "IST0164"],
        ["gateway.IngressGatewayPortAnalyzer"] = ["IST0101", "IST0162"],
        ["gateway.ConflictingGatewayAnalyzer"] = ["IST0145"],
        ["gateway.CertificateAnalyzer"] = ["IST0138"],
        ["injection.ImageAnalyzer"] = ["IST0158"],
        ["service.PortNameAnalyzer"] = ["IST0118", "IST0150"],
        ["virtualservice.DestinationHostAnalyzer"] = ["IST0101", "IST0112", "IST0140"],
        ["virtualservice.GatewayAnalyzer"] = ["IST0101", "IST0132", "IST0165"],
        ["deployment.ServiceAssociationAnalyzer"] = ["IST0116", "IST0137"],
        ["deployment.ApplicationUIDAnalyzer"] = ["IST0144"],
        ["authn.BlockedCIDRsAnalyzer"] = ["IST0175"],
        ["destinationrule.CaCertificateAnalyzer"] = ["IST0128", "IST0129"],
        ["destinationrule.PodNotSelectedAnalyzer"] = ["IST0173", "IST0174"],
        ["serviceentry.ProtocolAddressesAnalyzer"] = ["IST0134"],
        ["envoyfilter.EnvoyPatchAnalyzer"] = ["IST0151", "IST0152", "IST0153", "IST0154", "IST0155"],
        ["telemetry.ProviderAnalyzer"] = ["IST0157"],
        ["telemetry.SelectorAnalyzer"] = ["IST0101", "IST0159"],
        ["telemetry.LightstepAnalyzer"] = ["IST0002"],
        ["k8sgateway.SelectorAnalyzer"] = ["IST0166"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TheoryData<int, string> Rows() => VectorFile.Rows(File, _ => true);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Codes_and_resources_are_those_that_Istio_gives(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var texts = row["files"]!.AsArray().Select(VectorFile.Text);
        using var harness = new CommandLineHarness();
        var files = texts.Append(ExplainCommandLine.Mesh(VectorFile.Text(row["meshConfig"]))).Select((text, number) => harness.Write($"{number}.yaml", text)).ToList();
        var codes = s_codes[VectorFile.Text(row["analyzer"]).Trim('&', '{', '}')];

        var outcome = await harness.RunAsync(["analyze", "-o", "json", "-f", .. files]);

        var messages = JsonNode.Parse(outcome.Out)!["messages"]!.AsArray().Select(item => item!).ToList();

        Assert.Equal(
            row["expected"]!.AsArray().Select(item => $"{item!["code"]} {item["level"]} {item["resource"]}").Order(StringComparer.Ordinal),
            messages.Where(message => codes.Contains((string?)message["code"]) && !IsOthers(codes, message)).Select(message => $"{message["code"]} {message["level"]} {message["resource"]}").Order(StringComparer.Ordinal));
    }

    /// <summary>IST0101 is several analyzers' code; the one that looks at gateways says nothing of destinations.</summary>
    private static bool IsOthers(string[] codes, JsonNode message) =>
        codes.Contains("IST0165") && !VectorFile.Text(message["path"]).StartsWith("spec.gateways", StringComparison.Ordinal);
}
