using System.Net;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

public sealed class TelemetryManifestsTests
{
    private static readonly MinorVersion Reference = new(1, 30);
    private static readonly MinorVersion Seed = new(1, 17);

    [Fact]
    public void Route_by_name_with_a_token_is_the_golden_files() =>
        AssertGolden("by-name", new RelayRoute("host.k3d.internal", 43170) { Token = "0123456789abcdef0123456789abcdef" }, Reference);

    [Fact]
    public void Route_by_address_is_the_golden_files() =>
        AssertGolden("by-address", new RelayRoute("host.k3d.internal", 43170) { Address = IPAddress.Parse("172.18.0.1") }, Reference);

    [Fact]
    public void Old_istio_has_no_metadata_and_beta_kinds() =>
        AssertGolden("istio-1.17", new RelayRoute("host.k3d.internal", 43170) { Token = "0123456789abcdef0123456789abcdef" }, Seed);

    private static void AssertGolden(string name, RelayRoute route, MinorVersion istio)
    {
        AssertFile(name, "mesh-config.yaml", TelemetryManifests.MeshConfig(route, istio));
        AssertFile(name, "objects.yaml", TelemetryManifests.Objects(route, istio));
    }

    private static void AssertFile(string name, string file, string text)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Cases", "telemetry-manifests", name, file);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
