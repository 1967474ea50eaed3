using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

public sealed class LifeTests
{
    private static V1Pod Pod(string name, string image, params string[] command) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "c1", Image = image, Command = command }] },
    };

    private static async Task<V1ContainerStatus?> StatusAsync(ClusterFixture cluster, string name) =>
        (await cluster.Client.ReadNamespacedPodAsync(name, "default", cancellationToken: ClusterFixture.Token)).Status.ContainerStatuses?.FirstOrDefault();

    [Fact]
    public async Task Cluster_started_has_its_system_objects_and_the_demo_profile_runs()
    {
        await using var cluster = await ClusterFixture.StartAsync();

        await cluster.UntilPodsAsync(3, 1, "istio-system");

        var node = Assert.Single((await cluster.Client.ListNodeAsync(cancellationToken: ClusterFixture.Token)).Items);
        Assert.StartsWith("istiolab://", node.Status.NodeInfo.ContainerRuntimeVersion, StringComparison.Ordinal);
        var service = await cluster.Client.ReadNamespacedServiceAsync("istio-ingressgateway", "istio-system", cancellationToken: ClusterFixture.Token);
        Assert.Equal("LoadBalancer", service.Spec.Type);
        Assert.Contains("istiolab.dev/simulated", service.Metadata.Annotations.Keys);
    }

    [Fact]
    public async Task Clusters_side_by_side_do_not_meet()
    {
        var starting = Enumerable.Range(0, 8).Select(_ => ClusterFixture.StartAsync()).ToList();
        var clusters = await Task.WhenAll(starting);

        Assert.Equal(8, clusters.Select(cluster => cluster.Cluster.ApiEndpoint).Distinct().Count());
        foreach (var cluster in clusters) await cluster.UntilPodsAsync(3, 1, "istio-system");
        foreach (var cluster in clusters) await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Cluster_stopped_closes_its_port_and_starts_again_with_the_same_kubeconfig()
    {
        using var home = new Environments.TemporaryHome();
        var options = new IstioLab.Cluster.Embedded.EmbeddedClusterOptions { Folder = home.Home.Open("again") };
        await using var first = await IstioLab.Cluster.Embedded.EmbeddedCluster.StartAsync(options, ClusterFixture.Token);
        var (endpoint, kubeconfig) = (first.ApiEndpoint, await File.ReadAllTextAsync(first.KubeconfigPath, ClusterFixture.Token));
        var began = TimeProvider.System.GetTimestamp();
        await first.DisposeAsync();
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 10);
        Assert.False(Directory.Exists(options.Folder.SocketFolder));

        await using var second = await IstioLab.Cluster.Embedded.EmbeddedCluster.StartAsync(options, ClusterFixture.Token);
        Assert.Equal(endpoint, second.ApiEndpoint);
        Assert.Equal(kubeconfig, await File.ReadAllTextAsync(second.KubeconfigPath, ClusterFixture.Token));
    }

    [Fact]
    public async Task Pod_that_crashes_backs_off_by_the_clusters_clock_and_keeps_its_previous_log()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var cluster = await ClusterFixture.StartAsync(options => options with { TimeProvider = time });
        await cluster.Client.CreateNamespacedPodAsync(Pod("crash", "busybox", "sh", "-c", "echo hello; exit 3"), "default", cancellationToken: ClusterFixture.Token);

        V1ContainerStatus? status = null;
        await ClusterFixture.UntilAsync(async () => (status = await StatusAsync(cluster, "crash"))?.State.Waiting?.Reason == "CrashLoopBackOff", () => $"{status?.State}");
        Assert.Equal((1, 3), (status!.RestartCount, status.LastState.Terminated.ExitCode));
        time.Advance(TimeSpan.FromSeconds(10));
        await ClusterFixture.UntilAsync(async () => (status = await StatusAsync(cluster, "crash"))?.RestartCount == 2, () => $"{status?.RestartCount}");

        using var log = await cluster.Client.ReadNamespacedPodLogAsync("crash", "default", previous: true, cancellationToken: ClusterFixture.Token);
        using var reader = new StreamReader(log);
        Assert.Equal("hello\n", await reader.ReadToEndAsync(ClusterFixture.Token));
    }

    [Fact]
    public async Task Pod_with_an_unknown_image_says_what_there_is()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.Client.CreateNamespacedPodAsync(Pod("odd", "nobody/has-this:1"), "default", cancellationToken: ClusterFixture.Token);

        var message = "";
        await ClusterFixture.UntilAsync(async () =>
        {
            var events = await cluster.Client.CoreV1.ListNamespacedEventAsync("default", fieldSelector: "involvedObject.name=odd", cancellationToken: ClusterFixture.Token);
            message = events.Items.FirstOrDefault(item => item.Message.StartsWith("Failed to pull image", StringComparison.Ordinal))?.Message ?? "";
            return message.Length > 0;
        }, () => "no event");
        Assert.Contains("busybox", message, StringComparison.Ordinal);
        await ClusterFixture.UntilAsync(async () => (await StatusAsync(cluster, "odd"))?.State.Waiting?.Reason == "ImagePullBackOff", () => "no back-off");
    }

    [Fact]
    public async Task Namespace_deleted_takes_everything_along()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.ApplyAsync(ClusterFixture.LabFile("canary", "01-deploy-apps.yaml"), ClusterFixture.LabFile("canary", "02-apps-vs.yaml"));
        await cluster.UntilPodsAsync(3, 1);

        var deleted = await cluster.KubectlAsync("delete", "namespace", "nolen", "--timeout=20s");

        Assert.True(deleted.ExitCode == 0, deleted.Error);
        Assert.Empty(await cluster.PodsAsync());
        var again = await cluster.ApplyAsync(ClusterFixture.LabFile("canary", "01-deploy-apps.yaml"));
        Assert.StartsWith("namespace/nolen created", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_that_istio_refuses_changes_nothing_and_names_the_field()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var result = await cluster.KubectlAsync(["apply", "-f", "-"], """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: bad, namespace: default}
            spec:
              hosts: [web]
              http:
              - route:
                - destination: {host: web}
                  weight: -1
            """);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("admission webhook \"validation.istio.io\" denied the request: configuration is invalid: ", result.Error, StringComparison.Ordinal);

        var policy = await cluster.KubectlAsync(["apply", "-f", "-"], """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: bad, namespace: default}
            spec: {rules: [{from: [{source: {}}]}]}
            """);

        Assert.Contains("configuration is invalid: invalid policy bad.default: `from.source` must not be empty, found at rule 0", policy.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pod_injected_answers_its_rewritten_probes_and_restarts_when_it_is_not_alive()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var pod = Pod("probed", "busybox", "sh", "-c", "echo up > /var/www/alive; httpd -f -p 8080 -h /var/www");
        pod.Metadata.Labels = new Dictionary<string, string> { ["sidecar.istio.io/inject"] = "true" };
        pod.Spec.Containers[0].ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/alive", Port = 8080 }, PeriodSeconds = 1 };
        pod.Spec.Containers[0].LivenessProbe = new V1Probe
        {
            Exec = new V1ExecAction { Command = ["test", "-s", "/var/www/alive"] }, PeriodSeconds = 1, FailureThreshold = 1, InitialDelaySeconds = 1,
        };
        var created = await cluster.Client.CreateNamespacedPodAsync(pod, "default", cancellationToken: ClusterFixture.Token);
        Assert.Equal("/app-health/c1/readyz", created.Spec.Containers[0].ReadinessProbe.HttpGet.Path);
        await cluster.UntilPodsAsync(1, 2, "default");
        var before = (await StatusAsync(cluster, "probed"))!.RestartCount;

        var emptied = await cluster.KubectlAsync("exec", "probed", "-c", "c1", "--", "sh", "-c", ": > /var/www/alive");
        Assert.True(emptied.ExitCode == 0, emptied.Error);

        V1ContainerStatus? status = null;
        await ClusterFixture.UntilAsync(async () => (status = await StatusAsync(cluster, "probed"))?.RestartCount > before, () => $"{status?.RestartCount}");
    }

    [Fact]
    public async Task Cluster_started_after_a_kill_clears_the_sockets_that_were_left()
    {
        await using var cluster = await ClusterFixture.StartAsync(options =>
        {
            Directory.CreateDirectory(options.Folder.SocketFolder);
            for (var number = 0; number < 64; number++)
            {
                File.WriteAllText(Path.Combine(options.Folder.SocketFolder, number.ToString("x", System.Globalization.CultureInfo.InvariantCulture)), "");
            }

            return options;
        });

        await cluster.UntilPodsAsync(3, 1, "istio-system");
    }

    [Fact]
    public async Task Port_forward_of_kubectl_reaches_the_pod()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.Client.CreateNamespacedPodAsync(
            Pod("web", "busybox", "sh", "-c", "echo hello > /var/www/index.html; httpd -f -p 8080 -h /var/www"), "default",
            cancellationToken: ClusterFixture.Token);
        await cluster.UntilPodsAsync(1, 1, "default");

        Assert.Equal("hello\n", await cluster.ThroughPortForwardAsync("pod/web", 8080));
    }
}
