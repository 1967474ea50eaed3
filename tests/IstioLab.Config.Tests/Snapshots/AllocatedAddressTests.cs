using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>Which ServiceEntries get an address of 240.240.0.0/16 with DNS capture.</summary>
public sealed class AllocatedAddressTests
{
    private const string Capture = "ISTIO_META_DNS_CAPTURE: \"true\"";
    private const string AutoAllocate = "ISTIO_META_DNS_AUTO_ALLOCATE: \"true\"";

    [Theory]
    [InlineData("resolution: DNS", "istio.io", "240.240.122.168")]
    [InlineData("resolution: STATIC", "istio.io", "240.240.122.168")]
    [InlineData("resolution: DNS\n  addresses: [10.1.2.3]", "istio.io", "10.1.2.3")]
    [InlineData("resolution: NONE", "istio.io", null)]
    [InlineData("resolution: DNS", "*.istio.io", null)]
    public void Entry_without_addresses_gets_one_where_a_connection_to_it_can_be_led_on(string spec, string host, string? expected) =>
        Assert.Equal(expected, Read(IstioRelease.Istio130, Capture, Entry(host, spec, "{}")).FindEntryAddress("default", host));

    [Theory]
    [InlineData("", "{ addresses: [ { host: istio.io, value: '2001:2::1' }, { host: istio.io, value: 240.240.0.7 } ] }", "240.240.0.7")]
    [InlineData("", "{ addresses: [ { host: other.io, value: 240.240.0.7 } ] }", "240.240.122.168")]
    [InlineData("networking.istio.io/enable-autoallocate-ip: 'false'", "{}", null)]
    public void Address_that_istiod_wrote_comes_first_and_a_label_forbids_any(string label, string status, string? expected) =>
        Assert.Equal(expected, Read(IstioRelease.Istio130, Capture, Entry("istio.io", "resolution: DNS", status, label)).FindEntryAddress("default", "istio.io"));

    [Theory]
    [InlineData(IstioRelease.Istio130, "", null)]
    [InlineData(IstioRelease.Istio130, Capture, "240.240.122.168")]
    [InlineData(IstioRelease.Istio117, Capture, null)]
    [InlineData(IstioRelease.Istio117, Capture + "\n        " + AutoAllocate, "240.240.122.168")]
    public void Proxies_metadata_switches_addresses_on(IstioRelease release, string metadata, string? expected) =>
        Assert.Equal(expected, Read(release, metadata, Entry("istio.io", "resolution: DNS", "{}")).FindEntryAddress("default", "istio.io"));

    [Fact]
    public void Entries_of_one_host_share_an_address_and_others_have_their_own()
    {
        var many = Enumerable.Range(0, 2000).Select(number => Entry($"host-{number}.test", "resolution: DNS", "{}", name: $"entry-{number}"));

        var state = Read(IstioRelease.Istio130, Capture, string.Join("\n---\n", many.Append(Entry("host-7.test", "resolution: DNS", "{}", name: "again"))));

        var addresses = state.Tables.Services.All.Select(service => (service.Hostname, Address: service.Addresses.Single())).Distinct().ToList();
        Assert.Equal((2000, 2000), (addresses.Count, addresses.Select(pair => pair.Address).Distinct().Count()));
        Assert.DoesNotContain(addresses, pair => pair.Address.EndsWith(".0", StringComparison.Ordinal) || pair.Address.EndsWith(".255", StringComparison.Ordinal));
    }

    private static MeshState Read(IstioRelease release, string metadata, string entries)
    {
        var file = ConfigObjectReader.Read($"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: istio
              namespace: istio-system
            data:
              mesh: |
                defaultConfig:
                  proxyMetadata:
                    {metadata}
            ---
            {entries}
            """);
        Assert.Empty(file.Diagnostics);
        return MeshState.Empty.With(MeshSettings.Default with { Release = release }).With(file.Objects);
    }

    private static string Entry(string host, string spec, string status, string label = "", string name = "entry") => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{name}}, namespace: default, labels: { {{label}} } }
        spec:
          hosts: ["{{host}}"]
          ports: [ { number: 443, name: https, protocol: HTTPS } ]
          {{spec}}
        status: {{status}}
        """;
}
