using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Targets;

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

        Assert.Empty(Drift.Find(Source(), ImageMap.None, live));
    }

    [Fact]
    public void Changed_field_is_named_with_both_values_and_the_line()
    {
        var live = Live();
        live["spec"]!["http"]![0]!["route"]![0]!["weight"] = 50;

        Assert.Equal(
            ["VirtualService 'nolen/apps-svc-all-vs': spec.http[0].route[0].weight is '50'; labs/canary/vs.yaml:13 has '90'."],
            Drift.Find(Source(), ImageMap.None, live));
    }

    [Fact]
    public void Additional_rule_is_drift()
    {
        var live = Live();
        live["spec"]!["http"]!.AsArray().Insert(0, new JsonObject());

        Assert.Equal(
            ["VirtualService 'nolen/apps-svc-all-vs': spec.http has 2 entries; labs/canary/vs.yaml:10 has 1."],
            Drift.Find(Source(), ImageMap.None, live));
    }

    [Fact]
    public void Deleted_object_is_drift() => Assert.Equal(
        ["VirtualService 'nolen/apps-svc-all-vs' is not there; labs/canary/vs.yaml:1 has it."],
        Drift.Find(Source(), ImageMap.None, null));

    [Fact]
    public void Image_that_the_cluster_replaced_and_a_sidecar_before_the_container_are_no_drift()
    {
        var source = ConfigObjectReader.Read(Deployment, "labs/canary/apps.yaml").Objects.Single();
        var live = YamlJson.ToJson(source.Root)!.AsObject();
        var containers = live["spec"]!["template"]!["spec"]!["containers"]!.AsArray();
        containers[0]!["image"] = "docker.io/library/busybox:1.36.1";
        containers.Insert(0, new JsonObject { ["name"] = "istio-proxy", ["image"] = "docker.io/istio/proxyv2:1.17.8" });

        Assert.Empty(Drift.Find(source, ImageMap.Of([new("private/busybox:1.36.1", "docker.io/library/busybox:1.36.1")]), live));
        Assert.Equal(
            ["Deployment 'nolen/apps-v1': spec.template.spec.containers[0].image is 'docker.io/library/busybox:1.36.1'; "
                + "labs/canary/apps.yaml:11 has 'private/busybox:1.36.1'."],
            Drift.Find(source, ImageMap.None, live));
    }

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: apps-v1
          namespace: nolen
        spec:
          template:
            spec:
              containers:
              - name: c1
                image: private/busybox:1.36.1
        """;

    private static ConfigObject Source() => ConfigObjectReader.Read(File, "labs/canary/vs.yaml").Objects.Single();

    private static JsonObject Live() => YamlJson.ToJson(Source().Root)!.AsObject();
}
