using System.Collections.Frozen;
using System.Net;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

public sealed class AccessLogReaderTests
{
    private readonly PodDirectory _pods = new();
    private readonly AccessLogReader _reader;

    public AccessLogReaderTests()
    {
        _reader = new AccessLogReader(_pods);
        Put(ProxyType.Sidecar, "shop", "web-0", "10.42.0.5", "app=web,version=v1");
        Put(ProxyType.Sidecar, "bank", "web-0", "10.42.0.6", "app=web,version=v2");
        Put(ProxyType.Gateway, "istio-system", "istio-ingressgateway-1", "10.42.0.7", "app=istio-ingressgateway");
    }

    [Fact]
    public void Pods_of_one_name_are_told_apart_by_their_address()
    {
        var record = Read(("pod", "web-0"), ("upstream_cluster", "inbound|80||"), ("downstream_local_address", "10.42.0.5:80"), ("downstream_remote_address", "10.42.0.7:4000"));

        Assert.Equal(("shop", "v1", ReporterKind.Destination), (record!.Resource.Namespace, record.Destination.Version, record.Reporter));
        Assert.Equal("istio-ingressgateway", record.Source.App);
        Assert.Equal(ConnectionSecurity.None, record.Security);
    }

    [Fact]
    public void Gateway_without_a_route_reports_as_the_source()
    {
        var record = Read(
            ("pod", "istio-ingressgateway-1"), ("protocol", "HTTP/1.1"), ("response_code", "404"), ("response_flags", "NR"), ("authority", "nobody.example"),
            ("downstream_local_address", "10.42.0.7:8080"), ("downstream_remote_address", "10.42.0.5:4000"), ("upstream_cluster", "-"));

        Assert.Equal("istio-ingressgateway-1", record!.Resource.PodName);
        Assert.Equal((404, "NR", ReporterKind.Source), (record.ResponseCode, record.ResponseFlags, record.Reporter));
        Assert.Equal((WorkloadIdentity.Unknown, "nobody.example"), (record.Destination, record.DestinationService));
    }

    [Fact]
    public void Connection_without_a_protocol_is_tcp()
    {
        var record = Read(("pod", "web-0"), ("upstream_cluster", "outbound|3306||db.bank.svc.cluster.local"), ("upstream_local_address", "10.42.0.6:4000"), ("upstream_host", "10.42.0.9:3306"), ("bytes_received", "7"));

        Assert.Equal((ExchangeProtocol.Tcp, "bank", "db", "bank", 7L),
            (record!.Protocol, record.Resource.Namespace, record.DestinationServiceName, record.DestinationServiceNamespace, record.BytesReceived));
    }

    [Fact]
    public void Grpc_status_makes_it_grpc() =>
        Assert.Equal((ExchangeProtocol.Grpc, 14), (Read(("pod", "web-0"), ("protocol", "HTTP/2"), ("grpc_status", "14"))!.Protocol, Read(("pod", "web-0"), ("protocol", "HTTP/2"), ("grpc_status", "14"))!.GrpcStatus));

    [Fact]
    public void Line_of_nobody_is_none() => Assert.Null(Read(("pod", "else"), ("upstream_cluster", "outbound|80||x.y.svc.cluster.local")));

    [Theory]
    [InlineData("apps-v1-6d4cf56db6-k8s2q", "apps-v1")]
    [InlineData("web-0", "web")]
    [InlineData("single", "single")]
    [InlineData("my-pod-with-words", "my-pod-with-words")]
    public void Workload_is_guessed_from_a_pods_name(string pod, string workload) => Assert.Equal(workload, PodNames.WorkloadOf(pod));

    [Theory]
    [InlineData("sidecar~10.42.0.9~apps.v1-1.nolen~nolen.svc.cluster.local", "apps.v1-1", "nolen")]
    [InlineData("router~::1~gw-1.istio-system~istio-system.svc.cluster.local", "gw-1", "istio-system")]
    public void Node_id_is_taken_apart(string id, string pod, string ns) => Assert.Equal((pod, ns), (NodeId.Parse(id)!.Pod, NodeId.Parse(id)!.Namespace));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("frontend")]
    [InlineData("a~b~c~d")]
    public void Other_node_ids_are_none(string? id) => Assert.Null(NodeId.Parse(id));

    private ExchangeRecord? Read(params (string Name, string Value)[] labels) =>
        _reader.Read(new AccessLogEntry(labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal)), 1_700_000_000_000_000_000);

    private void Put(ProxyType type, string ns, string pod, string address, string labels) => _pods.Put(
        type,
        ns,
        pod,
        IPAddress.Parse(address),
        labels.Split(',').Select(label => label.Split('=')).ToFrozenDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal),
        "node");
}
