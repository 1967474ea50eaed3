using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Tests.Embedded.Api;

public sealed class WriteTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Services = "/api/v1/namespaces/default/services";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string VirtualServices = "/apis/networking.istio.io/v1/namespaces/default/virtualservices";

    private const string Web = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},
         "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"busybox:1","ports":[{"containerPort":80}]}]}}}}
        """;

    [Fact]
    public async Task A_deployment_gets_the_defaults_of_a_real_cluster()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var created = await api.SendAsync("POST", Deployments, Web);

        Assert.Equal(201, created.Code);
        var expected = JsonNode.Parse("""
            {"replicas":1,"progressDeadlineSeconds":600,"revisionHistoryLimit":10,"selector":{"matchLabels":{"app":"web"}},
             "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{
               "containers":[{"name":"c","image":"busybox:1","imagePullPolicy":"IfNotPresent","resources":{},
                 "ports":[{"containerPort":80,"protocol":"TCP"}],"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],
               "dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, created.Json["spec"]), created.Json["spec"]!.ToJsonString());
        Assert.Equal(1, (int?)created.Json["metadata"]!["generation"]);
        Assert.Equal("{}", created.Json["status"]!.ToJsonString());
    }

    [Fact]
    public async Task A_service_gets_an_address_and_keeps_it_through_a_replace()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var created = await api.SendAsync("POST", Services, """{"metadata":{"name":"web"},"spec":{"ports":[{"port":80,"targetPort":"http"}],"selector":{"app":"web"}}}""");
        var address = (string?)created.Json["spec"]!["clusterIP"];
        var expected = JsonNode.Parse($$$"""
            {"clusterIP":"{{{address}}}","clusterIPs":["{{{address}}}"],"internalTrafficPolicy":"Cluster","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack",
             "ports":[{"port":80,"protocol":"TCP","targetPort":"http"}],"selector":{"app":"web"},"sessionAffinity":"None","type":"ClusterIP"}
            """);
        Assert.StartsWith("10.96.", address, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(expected, created.Json["spec"]), created.Json["spec"]!.ToJsonString());

        var replaced = await api.SendAsync("PUT", $"{Services}/web", """{"metadata":{"name":"web"},"spec":{"ports":[{"port":81}],"selector":{"app":"web"}}}""");
        Assert.Equal(address, (string?)replaced.Json["spec"]!["clusterIP"]);
        Assert.Equal(81, (int?)replaced.Json["spec"]!["ports"]![0]!["targetPort"]);
        var moved = await api.SendAsync("PATCH", $"{Services}/web", """{"spec":{"clusterIP":"10.96.9.9"}}""", "application/merge-patch+json");
        Assert.Equal((422, true), (moved.Code, moved.Message.Contains("may not change once set", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pod_gets_account_tolerations_and_priority()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var created = await api.SendAsync("POST", Pods, """{"metadata":{"generateName":"p-"},"spec":{"containers":[{"name":"c","image":"busybox"}]}}""");

        var spec = created.Json["spec"]!;
        Assert.Equal("default", (string?)spec["serviceAccountName"]);
        Assert.Equal(2, spec["tolerations"]!.AsArray().Count);
        Assert.Equal("Always", (string?)spec["containers"]![0]!["imagePullPolicy"]);
        Assert.Equal((string?)spec["volumes"]![0]!["name"], (string?)spec["containers"]![0]!["volumeMounts"]![0]!["name"]);
        Assert.Equal("""{"phase":"Pending","qosClass":"BestEffort"}""", created.Json["status"]!.ToJsonString());
        Assert.Matches("^p-[bcdfghjklmnpqrstvwxz2456789]{5}$", (string?)created.Json["metadata"]!["name"]);
    }

    [Fact]
    public async Task A_stale_replace_is_a_conflict_and_an_equal_one_changes_nothing()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        var created = await api.SendAsync("POST", Maps, """{"metadata":{"name":"cm"},"data":{"a":"1"}}""");

        var same = await api.SendAsync("PUT", $"{Maps}/cm", created.Text);
        Assert.Equal((string?)created.Json["metadata"]!["resourceVersion"], (string?)same.Json["metadata"]!["resourceVersion"]);
        await api.SendAsync("PATCH", $"{Maps}/cm", """{"data":{"a":"2"}}""", "application/merge-patch+json");
        var stale = await api.SendAsync("PUT", $"{Maps}/cm", created.Text);

        Assert.Equal(409, stale.Code);
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"cm\": the object has been modified; please apply your changes to the latest version and try again",
            stale.Message);
    }

    [Fact]
    public async Task Generation_counts_the_desired_state_alone()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Deployments, Web);

        var labelled = await api.SendAsync("PATCH", $"{Deployments}/web", """{"metadata":{"labels":{"x":"y"}}}""", "application/merge-patch+json");
        var status = await api.SendAsync("PATCH", $"{Deployments}/web/status", """{"spec":{"replicas":9},"status":{"replicas":1}}""", "application/merge-patch+json");
        var scaled = await api.SendAsync("PATCH", $"{Deployments}/web/scale", """{"spec":{"replicas":3}}""", "application/merge-patch+json");
        var read = await api.SendAsync("GET", $"{Deployments}/web");

        Assert.Equal(1, (int?)labelled.Json["metadata"]!["generation"]);
        Assert.Equal((1, 1), ((int?)status.Json["metadata"]!["generation"], (int?)status.Json["status"]!["replicas"]));
        Assert.Equal(("Scale", "app=web"), ((string?)scaled.Json["kind"], (string?)scaled.Json["status"]!["selector"]));
        Assert.Equal((2, 3), ((int?)read.Json["metadata"]!["generation"], (int?)read.Json["spec"]!["replicas"]));
    }

    [Fact]
    public async Task Nobody_owns_a_status_that_the_server_made()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var created = await api.SendAsync("POST", $"{Deployments}?fieldManager=m", Web);
        await api.SendAsync("PATCH", $"{Deployments}/web/status?fieldManager=s", """{"status":{"replicas":1}}""", "application/merge-patch+json");
        var read = await api.SendAsync("GET", $"{Deployments}/web");

        Assert.Null(created.Json["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:status"]);
        var entry = read.Json["metadata"]!["managedFields"]!.AsArray().Single(each => (string?)each!["manager"] == "s")!;
        Assert.Equal(("status", """{"f:status":{"f:replicas":{}}}"""), ((string?)entry["subresource"], entry["fieldsV1"]!.ToJsonString()));
    }

    [Fact]
    public async Task Finalizers_hold_an_object_that_is_being_deleted()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);
        await api.SendAsync("POST", Maps, """{"metadata":{"name":"cm","finalizers":["example.com/hold"]}}""");

        var deleted = await api.SendAsync("DELETE", $"{Maps}/cm");
        Assert.NotNull(deleted.Json["metadata"]!["deletionTimestamp"]);
        var again = await api.SendAsync("POST", Maps, """{"metadata":{"name":"cm"}}""");
        Assert.Equal("object is being deleted: configmaps \"cm\" already exists", again.Message);
        await api.SendAsync("PATCH", $"{Maps}/cm", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");

        Assert.Equal(404, (await api.SendAsync("GET", $"{Maps}/cm")).Code);
    }

    [Fact]
    public async Task Dry_run_stores_nothing()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var created = await api.SendAsync("POST", $"{Maps}?dryRun=All", """{"metadata":{"name":"cm"}}""");

        Assert.Equal((201, 404), (created.Code, (await api.SendAsync("GET", $"{Maps}/cm")).Code));
    }

    [Theory]
    [InlineData("Strict", 400, "VirtualService in version \"v1\" cannot be handled as a VirtualService: strict decoding error: unknown field \"spec.bogus\"")]
    [InlineData("Warn", 201, "")]
    [InlineData("Ignore", 201, "")]
    public async Task Unknown_fields_are_refused_named_or_dropped(string validation, int code, string message)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var answer = await api.SendAsync(
            "POST", $"{VirtualServices}?fieldValidation={validation}", """{"metadata":{"name":"vs"},"spec":{"hosts":["web"],"bogus":1,"http":[{"route":[{"destination":{"host":"web"}}]}]}}""");

        Assert.Equal((code, message), (answer.Code, answer.Message));
        Assert.Equal(validation == "Warn" ? ["299 - \"unknown field \\\"spec.bogus\\\"\""] : [], answer.Warnings);
        if (code == 201) Assert.Null(answer.Json["spec"]!["bogus"]);
    }

    [Theory]
    [InlineData("/apis/networking.istio.io/v1alpha3/namespaces/default/envoyfilters", "EnvoyFilter", """{"configPatches":[]}""")]
    [InlineData(
        "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", "NetworkPolicy", """{"podSelector":{}}""")]
    public async Task A_kind_without_effect_says_so(string path, string kind, string spec)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var answer = await api.SendAsync("POST", path, $$"""{"metadata":{"name":"s"},"spec":{{spec}}}""");

        Assert.Equal([$"299 - \"{kind} 'default/s' is stored but has no effect in the embedded cluster yet\""], answer.Warnings);
    }

    [Theory]
    [InlineData("POST", Maps, """{"metadata":{"name":"Bad_Name"}}""", 422, "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must")]
    [InlineData("POST", Maps, """{"kind":"Secret","metadata":{"name":"x"}}""", 400, "does not match the expected kind (ConfigMap)")]
    [InlineData("POST", Maps, """{"apiVersion":"v2","metadata":{"name":"x"}}""", 400, "the API version in the data (v2) does not match the expected API version (v1)")]
    [InlineData("POST", Maps, """{"metadata":{"name":"x","namespace":"y"}}""", 400, "the namespace of the provided object does not match")]
    [InlineData("POST", Maps, """{"metadata":{"name":"x","resourceVersion":"5"}}""", 400, "resourceVersion should not be set")]
    [InlineData("POST", Maps, """{"metadata":{}}""", 422, "metadata.name: Required value: name or generateName is required")]
    [InlineData("POST", Maps, "{", 400, "couldn't parse JSON")]
    [InlineData("POST", Maps, "[]", 400, "the request body is array, but an object is needed")]
    [InlineData("POST", "/api/v1/namespaces/nope/configmaps", """{"metadata":{"name":"x"}}""", 404, "namespaces \"nope\" not found")]
    [InlineData("PUT", Maps, "{}", 405, "the server does not allow this method on the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/foos", null, 404, "the server could not find the requested resource")]
    [InlineData("GET", "/nope", null, 404, "the server could not find the requested resource")]
    [InlineData("GET", "/", null, 404, "the server could not find the requested resource")]
    [InlineData("GET", "/apis/nope/v1/foos", null, 404, "the server could not find the requested resource: this cluster has no 'foos' in 'nope/v1'")]
    [InlineData("GET", Maps + "/x/log", null, 404, "the server could not find the requested resource: 'configmaps' have no 'log' in this cluster")]
    [InlineData("DELETE", "/api/v1/namespaces/default", null, 403, "namespaces \"default\" is forbidden: this namespace may not be deleted")]
    public async Task Bad_requests_get_kubernetes_words(string method, string path, string? body, int code, string message)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var answer = await api.SendAsync(method, path, body);

        Assert.Equal(code, answer.Code);
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", Maps, "text/csv", null, 415)]
    [InlineData("PATCH", VirtualServices + "/x", "application/strategic-merge-patch+json", null, 415)]
    [InlineData("GET", Maps, "application/json", "application/cbor", 406)]
    public async Task Formats_that_are_not_spoken_are_refused(string method, string path, string contentType, string? accept, int code)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture);

        var answer = await api.SendAsync(method, path, method == "GET" ? null : "{}", contentType, accept);

        Assert.Equal(code, answer.Code);
        Assert.Contains("application/json", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_only_health_and_version_answer()
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        using var api = RawApi.Of(fixture, withToken: false);

        Assert.Equal(200, (await api.SendAsync("GET", "/readyz")).Code);
        Assert.Equal(200, (await api.SendAsync("GET", "/version")).Code);
        Assert.Equal(401, (await api.SendAsync("GET", Maps)).Code);
    }
}
