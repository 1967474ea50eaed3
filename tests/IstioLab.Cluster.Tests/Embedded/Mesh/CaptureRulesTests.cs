using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Mesh;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Tests.Embedded.Controllers;

namespace IstioLab.Cluster.Tests.Embedded.Mesh;

public sealed class CaptureRulesTests
{
    [Theory]
    [InlineData("sidecar.istio.io/interceptionMode", "NONE", 0, 0)]
    [InlineData("sidecar.istio.io/interceptionMode", "TPROXY", 15001, 15006)]
    [InlineData("sidecar.istio.io/other", "NONE", 15001, 15006)]
    public async Task Interception_mode_decides_whether_traffic_is_captured(string annotation, string value, int outbound, int inbound)
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        var pod = await harness.CreateAsync(Resources.Pods, "x", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "p", ["annotations"] = new JsonObject { [annotation] = value } },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "sleep" }) },
        });

        var rules = CaptureRules.Of(pod);

        Assert.Equal((outbound, inbound), (rules.OutboundPort, rules.InboundPort));
    }
}
