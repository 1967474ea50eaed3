using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Clusters;

namespace IstioLab.Hosting.Tests.Model;

public sealed class ClusterModelTests
{
    private readonly IDistributedApplicationBuilder _builder = ModelBuilder.Create();

    [Fact]
    public void Lab_adds_the_cluster_the_mesh_and_an_object_each_once()
    {
        _builder.AddEmbeddedCluster("lab").WithLab("canary");

        Assert.Equal(
            ["lab", "istio", "istio-ingressgateway", "lab-canary", "apps-v1", "apps-v2", "apps-client", "apps-svc-v1", "apps-svc-v2", "apps-svc-all", "apps-svc-all-vs"],
            _builder.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public void Process_is_started_for_the_cluster_that_is_meant()
    {
        var cluster = _builder.AddKubernetesCluster("lab", "team-a").WithIstio("1.17").Resource;

        Assert.Equal(
            ["up", "--name", cluster.EnvironmentName, "--cluster", "current", "--dashboard", "none", "--lab", "none", "--context", "team-a", "--yes"],
            ClusterArguments.Of(cluster).Skip(1));
    }

    [Fact]
    public void Release_is_that_of_a_cluster_that_is_made()
    {
        var cluster = _builder.AddK3dCluster("lab").WithIstio("1.17").WithLab("canary").Resource;

        Assert.Equal(
            ["up", "--name", cluster.EnvironmentName, "--cluster", "k3d", "--dashboard", "none", "--lab", "canary", "--istio", "1.17"],
            ClusterArguments.Of(cluster).Skip(1));
    }

    [Theory]
    [InlineData(null, IstioLabClusterKind.Embedded)]
    [InlineData("embedded", IstioLabClusterKind.Embedded)]
    [InlineData("k3d", IstioLabClusterKind.K3d)]
    [InlineData("current", IstioLabClusterKind.Current)]
    public void Setting_chooses_the_cluster(string? setting, IstioLabClusterKind kind)
    {
        _builder.Configuration["IstioLab:Cluster"] = setting;

        Assert.Equal(kind, _builder.AddIstioLab("lab").Resource.Kind);
    }

    [Fact]
    public void Unknown_setting_is_named_with_what_it_may_be()
    {
        _builder.Configuration["IstioLab:Cluster"] = "minikube";

        var problem = Assert.Throws<DistributedApplicationException>(() => _builder.AddIstioLab("lab"));

        Assert.Contains("'minikube'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("IstioLab__Cluster=embedded", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_lab_is_named_with_those_there_are()
    {
        var problem = Assert.Throws<ArgumentException>(() => _builder.AddEmbeddedCluster("lab").WithLab("canari"));

        Assert.Contains("'canari'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("canary", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_lab_is_refused_and_the_same_one_changes_nothing()
    {
        var cluster = _builder.AddEmbeddedCluster("lab").WithLab("canary");
        var before = _builder.Resources.Count;
        cluster.WithLab("canary");
        Assert.Equal(before, _builder.Resources.Count);

        var problem = Assert.Throws<DistributedApplicationException>(() => cluster.WithLab("ab-testing"));

        Assert.Contains("'ab-testing' beside 'canary'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.29", "demo", "'1.29'")]
    [InlineData("1.30", "ambient", "'ambient'")]
    public void Unknown_release_or_profile_is_named(string version, string profile, string named)
    {
        var problem = Assert.Throws<ArgumentException>(() => _builder.AddEmbeddedCluster("lab").WithIstio(version, profile));

        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_clusters_have_a_mesh_each()
    {
        var first = _builder.AddEmbeddedCluster("left").Resource;
        var second = _builder.AddEmbeddedCluster("right").Resource;

        Assert.Equal(["istio", "istio-mesh"], [first.Istio.Name, second.Istio.Name]);
        Assert.NotEqual(first.EnvironmentName, second.EnvironmentName);
    }

    [Fact]
    public async Task Reference_hands_over_the_kubeconfig()
    {
        var cluster = _builder.AddEmbeddedCluster("lab");
        var consumer = _builder.AddExecutable("consumer", "true", ".").WithReference(cluster);

        var environment = await VariablesOf(consumer.Resource);

        Assert.EndsWith("kubeconfig", environment["KUBECONFIG"], StringComparison.Ordinal);
        Assert.Contains(cluster.Resource.EnvironmentName, environment["KUBECONFIG"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_it_is_published()
    {
        _builder.AddEmbeddedCluster("lab").WithLab("canary");

        Assert.All(_builder.Resources, resource => Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, resource.Annotations));
    }

    private static async Task<IReadOnlyDictionary<string, string>> VariablesOf(ExecutableResource resource)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            values[name] = value is IValueProvider deferred ? await deferred.GetValueAsync(TestContext.Current.CancellationToken) ?? "" : value.ToString() ?? "";
        }

        return values;
    }
}
