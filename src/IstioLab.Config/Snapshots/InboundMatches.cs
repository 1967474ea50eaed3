using System.Collections.Immutable;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// What the chains of a port take, by its mode and its protocol. Sidecars name what is inside of their TLS (<c>istio-http/1.1</c>,
/// <c>istio</c>), which tells them from an application's own TLS. Follows <c>filterchain_options.go</c>.
/// </summary>
internal static class InboundMatches
{
    private const string PlaintextHttp1 = "http/1.1";
    private const string PlaintextHttp2 = "h2c";

    private static readonly ImmutableArray<string> PlaintextHttp = [PlaintextHttp1, PlaintextHttp2];
    private static readonly ImmutableArray<string> MeshHttp = ["istio-http/1.0", "istio-http/1.1", "istio-h2"];
    private static readonly ImmutableArray<string> MeshTcp = ["istio-peer-exchange", "istio"];
    private static readonly ImmutableArray<string> Mesh = [.. MeshTcp, .. MeshHttp];

    private static readonly InboundMatch AnyPlaintextHttp = new(TlsExpectation.Plaintext, [], IsHttp: true);
    private static readonly InboundMatch AnyPlaintextTcp = new(TlsExpectation.Plaintext, [], IsHttp: false);
    private static readonly InboundMatch SniffedPlaintextHttp = new(TlsExpectation.Plaintext, PlaintextHttp, IsHttp: true);
    private static readonly InboundMatch TlsAsBytes = new(TlsExpectation.Tls, [], IsHttp: false);
    private static readonly InboundMatch AnyTlsHttp = new(TlsExpectation.Tls, [], IsHttp: true, EndsTls: true);
    private static readonly InboundMatch AnyTlsTcp = new(TlsExpectation.Tls, [], IsHttp: false, EndsTls: true);
    private static readonly InboundMatch MeshTlsHttp = new(TlsExpectation.Tls, MeshHttp, IsHttp: true, EndsTls: true);

    public static ImmutableArray<InboundMatch> Find(MutualTlsMode mode, ListenerProtocol protocol) => (protocol, mode) switch
    {
        (ListenerProtocol.Http, MutualTlsMode.Strict) => [AnyTlsHttp],
        (ListenerProtocol.Http, MutualTlsMode.Permissive) => [MeshTlsHttp with { ApplicationProtocols = Mesh }, AnyPlaintextHttp],
        (ListenerProtocol.Http, _) => [AnyPlaintextHttp],
        (ListenerProtocol.Auto, MutualTlsMode.Strict) => [MeshTlsHttp, AnyTlsTcp],
        (ListenerProtocol.Auto, MutualTlsMode.Permissive) =>
            [MeshTlsHttp, SniffedPlaintextHttp, AnyTlsTcp with { ApplicationProtocols = MeshTcp }, AnyPlaintextTcp, TlsAsBytes],
        (ListenerProtocol.Auto, _) => [SniffedPlaintextHttp, AnyPlaintextTcp],
        (_, MutualTlsMode.Strict) => [AnyTlsTcp],
        (_, MutualTlsMode.Permissive) => [AnyTlsTcp with { ApplicationProtocols = Mesh }, TlsAsBytes, AnyPlaintextTcp],
        _ => [AnyPlaintextTcp],
    };

    /// <summary>The one chain of a port whose TLS is the user's own.</summary>
    public static ImmutableArray<InboundMatch> FindCustom(ListenerProtocol protocol) =>
        [protocol == ListenerProtocol.Http ? AnyTlsHttp : AnyTlsTcp];

    public static bool IsPlaintextHttp(string protocol) => PlaintextHttp.Contains(protocol);

    /// <summary>The name that looking at the first bytes gives.</summary>
    public static string NameOf(HttpVersionKind version) => version == HttpVersionKind.Http2 ? PlaintextHttp2 : PlaintextHttp1;
}
