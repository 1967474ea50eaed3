using IstioLab.Cluster.K3d;

namespace IstioLab.Cluster.Tests.K3d;

public sealed class K3dListReaderTests
{
    [Fact]
    public void Clusters_of_ours_and_of_others_are_told_apart()
    {
        var clusters = K3dListReader.Read(
            """
            [{"name":"istiolab-default","network":{"name":"k3d-istiolab-default","ipam":{"ipPrefix":"172.18.0.0/16"}},"serversCount":1,"serversRunning":1,"nodes":[
               {"name":"k3d-istiolab-default-serverlb","role":"loadbalancer"},
               {"name":"k3d-istiolab-default-server-0","role":"server","runtimeLabels":{"app.istiolab.dev/created-by":"default-4711"},
                "serverOpts":{"kubeAPI":{"Port":"6443","Binding":{"HostIp":"127.0.0.1","HostPort":"6550"}}}}]},
             {"name":"mine","serversCount":1,"serversRunning":0,"nodes":[{"role":"server","runtimeLabels":{}}]}]
            """);

        Assert.Equal([new("istiolab-default", 1, 1, "default-4711", 6550) { NetworkPrefix = "172.18.0.0/16" }, new("mine", 1, 0, null, null)], clusters);
        Assert.True(clusters[0].IsRunning);
        Assert.False(clusters[1].IsRunning);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Output_without_clusters_has_none(string json) => Assert.Empty(K3dListReader.Read(json));

    [Theory]
    [InlineData("172.18.0.0/16", "172.18.0.1")]
    [InlineData("10.5.4.0/24", "10.5.4.1")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("nonsense", null)]
    public void Gateway_is_the_first_address_of_a_network(string? prefix, string? gateway) => Assert.Equal(gateway, BridgeGateway.FirstOf(prefix)?.ToString());

    [Fact]
    public void Gateway_that_this_machine_does_not_have_is_none() => Assert.Null(BridgeGateway.Find("203.0.113.0/24"));

    [Fact]
    public void Gateway_that_this_machine_has_is_found() => Assert.Equal("127.0.0.1", BridgeGateway.Find("127.0.0.0/8")?.ToString());
}
