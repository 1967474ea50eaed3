using IstioLab.Cluster.K3d;

namespace IstioLab.Cluster.Tests.K3d;

public sealed class K3dConfigWriterTests
{
    private static readonly K3dClusterPlan Plain = new()
    {
        Name = "istiolab-default",
        Image = "rancher/k3s:v1.35.5-k3s1",
        ApiPort = 6550,
        HttpPort = 9080,
        HttpsPort = 9443,
        RunId = "default-4711",
    };

    [Fact]
    public void Plain_plan_is_the_golden_file() => AssertGolden("plain", Plain);

    [Theory]
    [InlineData("mirrors", "/home/a user/ca.pem")]
    [InlineData("windows", @"C:\Users\a user\ca.pem")]
    public void Mirrors_authority_and_proxy_variables_are_the_golden_file(string name, string authority) => AssertGolden(name, Plain with
    {
        Mirrors = new Dictionary<string, IReadOnlyList<string>>
        {
            ["registry.istio.io"] = ["https://mirror.example"],
            ["docker.io"] = ["https://mirror.example", "http://second.example:5000"],
        },
        CertificateAuthorityFile = authority,
        ProxyVariables = new Dictionary<string, string> { ["HTTPS_PROXY"] = "http://user:pa$$word@proxy.example:3128", ["NO_PROXY"] = "10.0.0.0/8" },
    });

    private static void AssertGolden(string name, K3dClusterPlan plan)
    {
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "k3d-config", name, "k3d.yaml"));
        Assert.Equal(expected.ReplaceLineEndings("\n"), K3dConfigWriter.Write(plan));
    }
}
