using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Tests.Environments;
using k8s;
using k8s.Models;

namespace IstioLab.Cluster.Tests.K3d;

/// <summary>The API server behind the dummy k3d: an embedded cluster with a CoreDNS that is available.</summary>
public sealed class DummyServer : IAsyncLifetime
{
    private readonly TemporaryHome _home = new();
    private EmbeddedCluster? _cluster;

    /// <summary>The kubeconfig as k3d would print it for a cluster.</summary>
    public string Kubeconfig(string cluster) =>
        File.ReadAllText(_cluster!.KubeconfigPath).Replace("istiolab-server", $"k3d-{cluster}", StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        var folder = _home.Home.Open("server");
        _cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { Folder = folder }, TestContext.Current.CancellationToken);
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_cluster.KubeconfigPath));
        await client.DiscoveryV1.CreateNamespacedEndpointSliceAsync(
            new V1EndpointSlice
            {
                Metadata = new V1ObjectMeta { Name = "kubernetes", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "kubernetes" } },
                AddressType = "IPv4",
                Endpoints = [new V1Endpoint { Addresses = ["10.0.0.1"] }],
                Ports = [new Discoveryv1EndpointPort { Name = "https", Port = 6443 }],
            },
            "default",
            cancellationToken: TestContext.Current.CancellationToken);
        var labels = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" };
        var container = new V1Container { Name = "coredns", Image = "busybox:1.36.1", Command = ["sleep", "1000000"] };
        await client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "coredns" },
                Spec = new V1DeploymentSpec
                {
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = new V1PodSpec { Containers = [container] },
                    },
                },
            },
            "kube-system",
            cancellationToken: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _home.Dispose();
    }
}
