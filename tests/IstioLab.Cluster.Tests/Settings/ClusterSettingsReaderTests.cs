using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Settings;

namespace IstioLab.Cluster.Tests.Settings;

public sealed class ClusterSettingsReaderTests
{
    [Fact]
    public void Settings_are_read()
    {
        List<string> problems = [];

        var settings = ClusterSettingsReader.Read(
            "mirrors:\n  docker.io: [https://a.example, http://b.example:5000]\nistioHub: a.example/istio\nimages:\n  x/y:1: z:2\n", "clusters.yaml", "/", problems);

        Assert.Empty(problems);
        Assert.Equal(["https://a.example", "http://b.example:5000"], settings.Mirrors["docker.io"]);
        Assert.Equal("a.example/istio", settings.IstioHub);
        Assert.Equal("z:2", settings.Images["x/y:1"]);
        Assert.Equal(LabImages.Public.Count + 1, settings.Images.Count);
    }

    [Fact]
    public void Everything_wrong_is_told_with_its_line()
    {
        List<string> problems = [];

        ClusterSettingsReader.Read("mirror: {}\nmirrors:\n  docker.io: [mirror.example]\nimageBundles: [nowhere.tar]\n", "clusters.yaml", "/", problems);

        Assert.Equal(3, problems.Count);
        Assert.StartsWith("clusters.yaml:1", problems[0], StringComparison.Ordinal);
        Assert.Contains("'mirror' is no setting", problems[0], StringComparison.Ordinal);
        Assert.Contains(problems, problem => problem.Contains("'mirror.example' must be an address", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("does not exist", StringComparison.Ordinal));
    }
}
