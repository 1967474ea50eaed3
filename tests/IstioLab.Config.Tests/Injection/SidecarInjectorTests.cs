using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Injection;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Tests.Injection;

public sealed class SidecarInjectorTests
{
    private static readonly string Deployments = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Cases", "routes", "canary", "config.yaml"));

    private readonly SidecarInjector injector = new(new InjectionOptions());

    [Fact]
    public void File_gets_a_sidecar_in_each_deployment_and_keeps_the_rest()
    {
        var before = ConfigObjectReader.Read(Deployments).Objects;

        var injected = injector.InjectFile(Deployments, "deploy.yaml");

        Assert.Empty(injected.Diagnostics);
        var after = ConfigObjectReader.Read(injected.Text);
        Assert.Empty(after.Diagnostics);
        Assert.Equal(before.Select(item => item.Id), after.Objects.Select(item => item.Id));
        foreach (var (old, current) in before.Zip(after.Objects))
        {
            var same = JsonNode.DeepEquals(YamlJson.ToJson(old.Root), YamlJson.ToJson(current.Root));
            Assert.Equal(old.Id.Kind != "Deployment", same);
        }
    }

    [Fact]
    public void Deployment_gets_proxy_last_and_labels_of_the_mesh()
    {
        var injected = injector.InjectFile(Deployments);

        var deployment = ConfigObjectReader.Read(injected.Text).Objects.First(item => item.Id.Name == "apps-v1");
        var template = YamlJson.ToJson(deployment.Root)!["spec"]!["template"]!;
        Assert.Equal(["c1", "istio-proxy"], template["spec"]!["containers"]!.AsArray().Select(item => (string)item!["name"]!));
        Assert.Equal(["istio-init"], template["spec"]!["initContainers"]!.AsArray().Select(item => (string)item!["name"]!));
        Assert.Equal("istio", (string)template["metadata"]!["labels"]!["security.istio.io/tlsMode"]!);
        Assert.Equal("linux01", (string)template["metadata"]!["labels"]!["service.istio.io/canonical-name"]!);
        Assert.Equal("v1", (string)template["metadata"]!["labels"]!["service.istio.io/canonical-revision"]!);
        Assert.Equal("c1", (string)template["metadata"]!["annotations"]!["kubectl.kubernetes.io/default-container"]!);
        Assert.Equal(
            "[\"istio-proxy\"]",
            JsonNode.Parse((string)template["metadata"]!["annotations"]!["sidecar.istio.io/status"]!)!["containers"]!.ToJsonString());
    }

    [Theory]
    [InlineData("NONE", "null", "NONE")]
    [InlineData("TPROXY", "[\"istio-init\"]", "TPROXY")]
    public void Interception_mode_decides_on_the_init_container(string mode, string init, string value)
    {
        var text = Deployments.Replace("template:\n    metadata:\n", $"template:\n    metadata:\n      annotations: {{ sidecar.istio.io/interceptionMode: {mode} }}\n", StringComparison.Ordinal);
        Assert.NotEqual(text, Deployments);

        var injected = injector.InjectFile(text);

        var deployment = ConfigObjectReader.Read(injected.Text).Objects.First(item => item.Id.Name == "apps-v1");
        var template = YamlJson.ToJson(deployment.Root)!["spec"]!["template"]!;
        Assert.Equal(mode == "NONE" ? 0 : 1, template["spec"]!["initContainers"]?.AsArray().Count ?? 0);
        Assert.Equal(init, JsonNode.Parse((string)template["metadata"]!["annotations"]!["sidecar.istio.io/status"]!)!["initContainers"]?.ToJsonString() ?? "null");
        var environment = template["spec"]!["containers"]!.AsArray().Last()!["env"]!.AsArray();
        Assert.Equal(value, (string)environment.First(item => (string)item!["name"]! == "ISTIO_META_INTERCEPTION_MODE")!["value"]!);
    }

    [Theory]
    [InlineData("true", false, IstioRelease.Istio130, "istio-init istio-proxy prepare", "app")]
    [InlineData(null, true, IstioRelease.Istio130, "istio-init istio-proxy prepare", "app")]
    [InlineData("false", true, IstioRelease.Istio130, "prepare istio-init", "app istio-proxy")]
    [InlineData(null, false, IstioRelease.Istio130, "prepare istio-init", "app istio-proxy")]
    [InlineData("true", true, IstioRelease.Istio117, "prepare istio-init", "app istio-proxy")]
    public void Native_sidecar_starts_before_the_init_containers_of_the_pod(string? annotation, bool option, IstioRelease release, string initial, string main)
    {
        var annotations = annotation is null ? new JsonObject() : new JsonObject { ["sidecar.istio.io/nativeSidecar"] = annotation };
        var pod = JsonNode.Parse("""
            { "metadata": { "name": "app" }, "spec": { "initContainers": [ { "name": "prepare" } ], "containers": [ { "name": "app" } ] } }
            """)!.AsObject();
        pod["metadata"]!["annotations"] = annotations;
        var native = new SidecarInjector(new InjectionOptions { NativeSidecars = option, Release = release });

        native.InjectPod(pod);

        var once = pod.ToJsonString();
        Assert.Equal((initial, main), (Names("initContainers"), Names("containers")));
        var status = JsonNode.Parse((string)pod["metadata"]!["annotations"]!["sidecar.istio.io/status"]!)!;
        var proxy = pod["spec"]!.AsObject().SelectMany(list => list.Value as JsonArray ?? []).Single(item => (string?)item?["name"] == "istio-proxy")!;
        Assert.Equal(initial.Contains("istio-proxy", StringComparison.Ordinal) ? "Always" : null, (string?)proxy["restartPolicy"]);
        Assert.Equal(proxy["restartPolicy"] is null ? "istio-proxy" : null, (string?)status["containers"]?[0]);
        native.InjectPod(pod);
        Assert.Equal(once, pod.ToJsonString());

        string Names(string list) => string.Join(' ', pod["spec"]![list]!.AsArray().Select(item => (string)item!["name"]!));
    }

    [Fact]
    public void Injected_file_stays_the_same_when_injected_again()
    {
        var once = injector.InjectFile(Deployments).Text;

        Assert.Equal(once, injector.InjectFile(Deployments).Text);
        Assert.Equal(once, injector.InjectFile(once).Text);
    }

    [Fact]
    public void Probes_go_through_the_agent()
    {
        var pod = JsonNode.Parse("""
            {
              "metadata": { "name": "web" },
              "spec": {
                "containers": [
                  { "name": "app", "ports": [ { "name": "http", "containerPort": 8080 } ], "readinessProbe": { "httpGet": { "path": "/ready", "port": "http" } } }
                ]
              }
            }
            """)!.AsObject();

        injector.InjectPod(pod);

        var probe = pod["spec"]!["containers"]![0]!["readinessProbe"]!;
        Assert.Equal("""{"httpGet":{"path":"/app-health/app/readyz","port":15020}}""", probe.ToJsonString());
        var probers = pod["spec"]!["containers"]![1]!["env"]!.AsArray().Single(item => (string)item!["name"]! == "ISTIO_KUBE_APP_PROBERS");
        Assert.Equal(
            """{"/app-health/app/readyz":{"httpGet":{"path":"/ready","port":8080},"timeoutSeconds":1}}""",
            (string)probers!["value"]!);
    }

    [Fact]
    public void Pod_of_a_replica_set_belongs_to_its_deployment()
    {
        var pod = JsonNode.Parse("""
            {
              "metadata": {
                "namespace": "shop", "generateName": "web-7d9f-",
                "labels": { "pod-template-hash": "7d9f" },
                "ownerReferences": [ { "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-7d9f", "controller": true } ]
              },
              "spec": { "containers": [ { "name": "app", "image": "app" } ] }
            }
            """)!.AsObject();

        injector.InjectPod(pod);

        var owner = pod["spec"]!["containers"]![1]!["env"]!.AsArray().Single(item => (string)item!["name"]! == "ISTIO_META_OWNER");
        Assert.Equal("kubernetes://apis/apps/v1/namespaces/shop/deployments/web", (string)owner!["value"]!);
        Assert.Equal("web", (string)pod["metadata"]!["labels"]!["service.istio.io/canonical-name"]!);
    }

    [Fact]
    public void Pods_own_wishes_for_its_proxy_win()
    {
        var pod = JsonNode.Parse("""
            {
              "metadata": { "name": "web" },
              "spec": { "containers": [
                { "name": "app", "image": "app" },
                { "name": "istio-proxy", "image": "auto", "resources": { "limits": { "cpu": "1" } } }
              ] }
            }
            """)!.AsObject();

        injector.InjectPod(pod);

        var proxy = pod["spec"]!["containers"]![1]!;
        Assert.Equal("istio/proxyv2:1.30.3", (string)proxy["image"]!);
        Assert.Equal("1", (string)proxy["resources"]!["limits"]!["cpu"]!);
        Assert.Equal("1Gi", (string)proxy["resources"]!["limits"]!["memory"]!);
    }

    [Fact]
    public void Unreadable_document_is_reported_and_the_others_are_injected()
    {
        var injected = injector.InjectFile("kind: [\n---\n" + Deployments, "deploy.yaml");

        var problem = Assert.Single(injected.Diagnostics);
        Assert.Equal("deploy.yaml", problem.Position!.File);
        Assert.Contains("istio-proxy", injected.Text, StringComparison.Ordinal);
    }
}
