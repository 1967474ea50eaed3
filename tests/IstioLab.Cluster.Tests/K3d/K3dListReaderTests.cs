using IstioLab.Cluster.K3d;

namespace IstioLab.Cluster.Tests.K3d;

public sealed class K3dListReaderTests
{
    [Fact]
    public void Clusters_of_ours_and_of_others_are_told_apart()
    {
        var clusters = K3dListReader.Read(
            """
            [{"name":"istiolab-default","serversCount":1,"serversRunning":1,"nodes":[
               {"name":"k3d-istiolab-default-serverlb","role":"loadbalancer"},
               {"name":"k3d-istiolab-default-server-0","role":"server","runtimeLabels":{"app.istiolab.dev/created-by":"default-4711"},
                "serverOpts":{"kubeAPI":{"Port":"6443","Binding":{"HostIp":"127.0.0.1","HostPort":"6550"}}}}]},
             {"name":"mine","serversCount":1,"serversRunning":0,"nodes":[{"role":"server","runtimeLabels":{}}]}]
            """);

        Assert.Equal([new("istiolab-default", 1, 1, "default-4711", 6550), new("mine", 1, 0, null, null)], clusters);
        Assert.True(clusters[0].IsRunning);
        Assert.False(clusters[1].IsRunning);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Output_without_clusters_has_none(string json) => Assert.Empty(K3dListReader.Read(json));
}
