using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Clusters;
using IstioLab.Hosting.Sidecars;

namespace IstioLab.Hosting.Tests.Model;

public sealed class SidecarModelTests
{
    private readonly IDistributedApplicationBuilder _builder = ModelBuilder.Create();

    [Fact]
    public void Each_service_has_an_address_and_a_proxy_of_its_own()
    {
        var mesh = _builder.AddEmbeddedCluster("lab");
        var first = Join(mesh, "pricing-v1", "v1");
        var second = Join(mesh, "pricing-v2", "v2");

        Assert.Equal(["10.246.0.2", "10.246.0.3"], [first.Address.Ip, second.Address.Ip]);
        Assert.NotEqual(first.Address.ProxyPort, second.Address.ProxyPort);
        Assert.Equal("default", first.Namespace);
    }

    [Fact]
    public void Namespace_is_that_of_the_lab()
    {
        var mesh = _builder.AddEmbeddedCluster("lab").WithLab("canary");

        Assert.Equal("nolen", Join(mesh, "pricing-v1", "v1").Namespace);
    }

    [Fact]
    public void Entry_tells_the_mesh_where_the_process_listens_and_where_its_proxy_is_wanted()
    {
        var sidecar = Join(_builder.AddEmbeddedCluster("lab"), "pricing-v2", "v2");

        var entry = sidecar.WorkloadEntry("pricing-v2", 5081);

        Assert.Equal("5081", (string?)entry["metadata"]!["annotations"]!["istiolab.dev/host-port"]);
        Assert.Equal(sidecar.ProxyUrl, (string?)entry["metadata"]!["annotations"]!["istiolab.dev/http-proxy"]);
        Assert.Equal("v2", (string?)entry["metadata"]!["labels"]!["version"]);
    }

    [Theory]
    [InlineData(IstioLabClusterKind.Embedded, true)]
    [InlineData(IstioLabClusterKind.K3d, false)]
    public void Only_the_embedded_mesh_is_asked_by_proxy(IstioLabClusterKind kind, bool expected)
    {
        var mesh = kind == IstioLabClusterKind.Embedded ? _builder.AddEmbeddedCluster("lab") : _builder.AddK3dCluster("lab");
        var before = _builder.AddExecutable("plain", "true", ".").WithHttpEndpoint().Resource;
        var service = _builder.AddExecutable("service", "true", ".").WithHttpEndpoint().WithSidecar(mesh, "service", "v1").Resource;

        var more = service.Annotations.OfType<EnvironmentCallbackAnnotation>().Count() > before.Annotations.OfType<EnvironmentCallbackAnnotation>().Count();

        Assert.Equal(expected, more);
    }

    [Fact]
    public void Container_kubeconfig_names_the_machine_as_containers_do()
    {
        const string Kubeconfig = "clusters:\n- cluster:\n    server: https://127.0.0.1:40001\n  name: lab\n";

        Assert.Equal(
            "clusters:\n- cluster:\n    server: https://aspire.dev.internal:7001\n    tls-server-name: localhost\n  name: lab\n",
            ContainerKubeconfig.Rewrite(Kubeconfig, "aspire.dev.internal:7001"));
    }

    private SidecarAnnotation Join(IResourceBuilder<IstioLabClusterResource> mesh, string name, string version)
    {
        var service = _builder.AddExecutable(name, "true", ".").WithHttpEndpoint().WithSidecar(mesh, "pricing", version);
        return service.Resource.Annotations.OfType<SidecarAnnotation>().Single();
    }
}
