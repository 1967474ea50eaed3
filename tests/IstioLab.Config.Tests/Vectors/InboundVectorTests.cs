using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Vectors;

/// <summary>What a sidecar does with a connection to its workload, as Istio's simulation has it.</summary>
public sealed class InboundVectorTests
{
    private const string File = "routes.sample.jsonl";

    /// <summary>The address of the workload in Istio's simulation.</summary>
    private static readonly IPAddress Own = IPAddress.Parse("1.1.1.1");

    public static TheoryData<int, string> Rows() => VectorFile.Rows(File, row => VectorFile.Text(row["request"]!["at"]) == "sidecar-inbound");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Connection_meets_what_Istio_says(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var state = MeshState.Empty
            .With(ConfigObjectReader.Read(VectorFile.Text(row["config"])).Objects)
            .With(MeshSettings.Default with { TlsOnSidecarIngress = source.Contains("TestInboundSidecarTLSModes", StringComparison.Ordinal) });
        var snapshot = new SnapshotCompiler().Compile(state, ProxyOf(row), 1);

        var verdict = snapshot.InboundChains.Decide(ConnectionOf(row["request"]!));

        Assert.Empty(Differences(row["expect"]!.AsObject(), verdict));
    }

    private static ProxyIdentity ProxyOf(JsonObject row)
    {
        var note = VectorFile.Text(row["note"]);
        var labels = note.StartsWith("proxy: {", StringComparison.Ordinal) ? JsonNode.Parse(note["proxy: ".Length..])!["labels"]!.AsObject() : [];
        return new ProxyIdentity
        {
            Namespace = "default",
            Address = Own,
            Labels = labels.ToFrozenDictionary(pair => pair.Key, pair => VectorFile.Text(pair.Value), StringComparer.Ordinal),
        };
    }

    /// <summary>A client names its protocol in the hello unless the case does: a sidecar by Istio's names, others by the usual ones.</summary>
    private static InboundConnection ConnectionOf(JsonNode request)
    {
        var isMesh = VectorFile.Text(request["tls"]) == "mtls";
        var version = VectorFile.Text(request["protocol"]) switch
        {
            "http" => HttpVersionKind.Http1,
            "http2" => HttpVersionKind.Http2,
            _ => HttpVersionKind.None,
        };
        var usual = (version, isMesh) switch
        {
            (HttpVersionKind.Http1, true) => "istio-http/1.1",
            (HttpVersionKind.Http2, true) => "istio-h2",
            (_, true) => "istio",
            (HttpVersionKind.Http1, _) => "http/1.1",
            (HttpVersionKind.Http2, _) => "h2",
            _ => "",
        };
        var name = VectorFile.Text(request["alpn"]) is { Length: > 0 } given ? given : usual;
        var tls = VectorFile.Text(request["tls"]) switch
        {
            "mtls" => VectorFile.Text(request["clientCertSecret"]).Length > 0 ? PeerTls.Mutual : PeerTls.IstioMutual,
            "tls" => PeerTls.Simple,
            _ => PeerTls.Plaintext,
        };
        return new InboundConnection((int)request["port"]!, tls, name.Length > 0 ? [name] : [], version);
    }

    private static IEnumerable<string> Differences(JsonObject expect, InboundVerdict verdict)
    {
        foreach (var (key, value) in expect)
        {
            var found = key switch
            {
                "cluster" => verdict.Cluster,
                "filterChain" => verdict.Chain?.Name,
                "virtualHost" => verdict.Chain?.VirtualHost,
                "listener" => "virtualInbound",
                "connection" => ConnectionText(verdict.Outcome),
                "simulationError" => ErrorText(verdict.Outcome),
                "flags" => verdict.Outcome == InboundOutcome.NoChain ? "NR" : "",
                _ => "a comparison",
            };
            if (found != VectorFile.Text(value))
            {
                yield return $"{key}: expected '{value}', was '{found}' of {verdict}";
            }
        }
    }

    private static string ConnectionText(InboundOutcome outcome) => outcome switch
    {
        InboundOutcome.NoChain => "closed",
        InboundOutcome.HandshakeFailed => "TLS handshake failure",
        InboundOutcome.ProtocolError => "protocol error: bytes do not fit what the filter chain expects (for HTTP: 400, DPE)",
        _ => "",
    };

    private static string ErrorText(InboundOutcome outcome) => outcome switch
    {
        InboundOutcome.NoChain => "no filter chains matched",
        InboundOutcome.HandshakeFailed => "invalid mTLS",
        InboundOutcome.ProtocolError => "protocol error",
        _ => "",
    };
}
