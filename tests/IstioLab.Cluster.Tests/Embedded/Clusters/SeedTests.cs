using IstioLab.Config.Injection;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

public sealed class SeedTests
{
    private static string Canary(string name) => ClusterFixture.LabFile("canary", name);

    private static string AbTesting(string name) => ClusterFixture.LabFile("ab-testing", name);

    [Fact]
    public async Task Seed_through_kubectl_goes_from_half_and_half_to_the_weights_and_back_to_one()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var applied = await cluster.ApplyAsync(Canary("01-deploy-apps.yaml"), Canary("02-apps-vs.yaml"));
        Assert.Equal(
            """
            namespace/nolen created
            deployment.apps/apps-v1 created
            deployment.apps/apps-v2 created
            service/apps-svc-v1 created
            service/apps-svc-v2 created
            service/apps-svc-all created
            deployment.apps/apps-client created
            virtualservice.networking.istio.io/apps-svc-all-vs created

            """, applied);
        await cluster.UntilPodsAsync(3, 1);

        // Without a sidecar the VirtualService is ignored: kube-proxy chooses.
        var plain = await cluster.CurlAsync(200);
        Assert.Equal(200, plain.GetValueOrDefault("c1") + plain.GetValueOrDefault("c2"));
        Assert.InRange(plain["c1"], 60, 140);

        var text = await File.ReadAllTextAsync(Canary("01-deploy-apps.yaml"), ClusterFixture.Token);
        var injected = await cluster.KubectlAsync(["apply", "-f", "-"], new SidecarInjector(new InjectionOptions()).InjectFile(text).Text);
        Assert.Equal(
            """
            namespace/nolen unchanged
            deployment.apps/apps-v1 configured
            deployment.apps/apps-v2 configured
            service/apps-svc-v1 unchanged
            service/apps-svc-v2 unchanged
            service/apps-svc-all unchanged
            deployment.apps/apps-client configured

            """, injected.Output);
        await cluster.UntilPodsAsync(3, 2);
        Assert.Equal(5, cluster.Cluster.ProxyCount); // three sidecars and two gateways

        var weighted = await cluster.CurlAsync(1000);
        Assert.Equal(1000, weighted.Values.Sum());
        Assert.InRange(weighted["c1"], 853, 947);

        await cluster.ApplyAsync(Canary("02-apps-vs-section-6.4.yaml"));
        Assert.Equal(new Dictionary<string, int> { ["c1"] = 100 }, await cluster.CurlAsync(100));

        await cluster.ApplyAsync(AbTesting("02-vs-apps-svc-all.yaml"));
        Assert.Equal(new Dictionary<string, int> { ["c1"] = 50 }, await cluster.CurlAsync(50, "-H username:nolen"));
        Assert.Equal(new Dictionary<string, int> { ["c2"] = 50 }, await cluster.CurlAsync(50));
    }

    [Fact]
    public async Task Namespace_with_the_label_injects_new_pods_and_a_restart_brings_it_to_old_ones()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.ApplyAsync(Canary("01-deploy-apps.yaml"));
        await cluster.UntilPodsAsync(3, 1);

        Assert.Equal(0, (await cluster.KubectlAsync("label", "namespace", "nolen", "istio-injection=enabled")).ExitCode);
        Assert.Equal(0, (await cluster.KubectlAsync("-n", "nolen", "rollout", "restart", "deployment")).ExitCode);
        Assert.Equal(0, (await cluster.KubectlAsync("-n", "nolen", "rollout", "status", "deployment/apps-v1", "--timeout=20s")).ExitCode);

        await cluster.UntilPodsAsync(3, 2);
    }
}
