using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Manifests;

namespace IstioLab.Labs.Tests.Manifests;

public sealed class DriftTests
{
    private const string File = """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata:
          name: apps-svc-all-vs
          namespace: nolen
        spec:
          hosts:
          - apps-svc-all
          http:
          - route:
            - destination:
                host: apps-svc-v1
              weight: 90
        """;

    [Fact]
    public void Object_as_applied_has_no_drift_whatever_the_server_added()
    {
        var live = Live();
        live["apiVersion"] = "networking.istio.io/v1";
        live["metadata"]!["uid"] = "u";
        live["status"] = new JsonObject();

        Assert.Empty(Drift.Find(Manifest(), live));
    }

    [Fact]
    public void Changed_field_is_named_with_both_values_and_the_line()
    {
        var live = Live();
        live["spec"]!["http"]![0]!["route"]![0]!["weight"] = 50;

        Assert.Equal(
            ["VirtualService 'nolen/apps-svc-all-vs': spec.http[0].route[0].weight is '50'; labs/canary/vs.yaml:13 has '90'."],
            Drift.Find(Manifest(), live));
    }

    [Fact]
    public void Additional_rule_is_drift()
    {
        var live = Live();
        live["spec"]!["http"]!.AsArray().Insert(0, new JsonObject());

        Assert.Equal(
            ["VirtualService 'nolen/apps-svc-all-vs': spec.http has 2 entries; labs/canary/vs.yaml:10 has 1."],
            Drift.Find(Manifest(), live));
    }

    [Fact]
    public void Deleted_object_is_drift() => Assert.Equal(
        ["VirtualService 'nolen/apps-svc-all-vs' is not there; labs/canary/vs.yaml:1 has it."],
        Drift.Find(Manifest(), null));

    private static LabManifest Manifest()
    {
        var source = ConfigObjectReader.Read(File, "labs/canary/vs.yaml").Objects.Single();
        return new LabManifest(source, YamlJson.ToJson(source.Root)!.AsObject());
    }

    private static JsonObject Live() => Manifest().Body;
}
