using System.Collections.Frozen;

namespace IstioLab.Config.Validation.Checks;

/// <summary>Istio's protocol names, in any case. See https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/</summary>
internal static class ProtocolChecks
{
    private static readonly FrozenSet<string> s_http = Names("http", "http2", "http_proxy", "grpc", "grpc-web");
    private static readonly FrozenSet<string> s_tls = Names("https", "tls");
    private static readonly FrozenSet<string> s_tcp = Names("tcp", "https", "tls", "mongo", "redis", "mysql");

    public static bool IsKnown(string name) => IsHttp(name) || IsTcp(name) || name.Equals("udp", StringComparison.OrdinalIgnoreCase);

    public static bool IsHttp(string name) => s_http.Contains(name);

    /// <summary>TLS that the proxy does not open: HTTPS and TLS.</summary>
    public static bool IsTls(string name) => s_tls.Contains(name);

    public static bool IsTcp(string name) => s_tcp.Contains(name);

    /// <summary>An unset protocol is detected by the proxy.</summary>
    public static string? Error(string name) => name.Length == 0 || IsKnown(name) ? null : $"unsupported protocol: {name}";

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
