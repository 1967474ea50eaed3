using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.BuiltIn;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>What the values of some annotations must look like. Follows <c>pkg/kube/inject/validate.go</c>.</summary>
internal static class AnnotationValues
{
    private static readonly FrozenDictionary<string, Func<string, string?>> s_checks = new Dictionary<string, Func<string, string?>>
    {
        ["sidecar.istio.io/interceptionMode"] = value => value is "REDIRECT" or "TPROXY" or "NONE" ? null : $"'{value}' is not REDIRECT, TPROXY or NONE",
        ["status.sidecar.istio.io/port"] = Port,
        ["readiness.status.sidecar.istio.io/initialDelaySeconds"] = Whole,
        ["readiness.status.sidecar.istio.io/periodSeconds"] = Whole,
        ["readiness.status.sidecar.istio.io/failureThreshold"] = Whole,
        ["traffic.sidecar.istio.io/includeOutboundIPRanges"] = value => value == "*" ? null : Networks(value),
        ["traffic.sidecar.istio.io/excludeOutboundIPRanges"] = Networks,
        ["traffic.sidecar.istio.io/includeInboundPorts"] = value => value == "*" ? null : Ports(value),
        ["traffic.sidecar.istio.io/excludeInboundPorts"] = Ports,
        ["traffic.sidecar.istio.io/excludeOutboundPorts"] = Ports,
        ["traffic.sidecar.istio.io/excludeInterfaces"] = Interfaces,
        ["traffic.sidecar.istio.io/kubevirtInterfaces"] = Interfaces,
        ["istio.io/reroute-virtual-interfaces"] = Interfaces,
        ["prometheus.istio.io/merge-metrics"] = value =>
            value is "1" or "t" or "T" or "true" or "TRUE" or "True" or "0" or "f" or "F" or "false" or "FALSE" or "False" ? null : $"'{value}' is neither true nor false",
        ["proxy.istio.io/config"] = value =>
            YamlDocumentReader.Read(value) is { Diagnostics.IsEmpty: true } read && read.Documents.All(item => item.Root is YamlMapping or null) ? null : "it is no YAML object",
        ["sidecar.istio.io/proxyCPU"] = Quantity,
        ["sidecar.istio.io/proxyCPULimit"] = Quantity,
        ["sidecar.istio.io/proxyMemory"] = Quantity,
        ["sidecar.istio.io/proxyMemoryLimit"] = Quantity,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is wrong with a value, or <see langword="null"/>.</summary>
    public static string? Problem(string annotation, string value) => s_checks.GetValueOrDefault(annotation)?.Invoke(value);

    private static string? Whole(string value) =>
        uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"'{value}' is no whole number from 0";

    private static string? Port(string value) =>
        ushort.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"'{value}' is no port (0 to 65535)";

    private static string? Ports(string value) =>
        value.Trim().Length == 0 ? null : value.Split(',').Select(Port).FirstOrDefault(problem => problem is not null);

    private static string? Networks(string value) => value.Length == 0
        ? null
        : value.Split(',').Where(item => !item.Contains('/', StringComparison.Ordinal) || !IPNetworkLike(item)).Select(item => $"'{item}' is no network such as 10.0.0.0/8").FirstOrDefault();

    private static string? Interfaces(string value) => value.Length == 0
        ? null
        : value.Split(',').Select(item => item.Trim()).Where(item => !IsInterface(item)).Select(item => $"'{item}' is no name of a network interface").FirstOrDefault();

    private static bool IsInterface(string name) =>
        name.Length is > 0 and <= 15 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IPNetworkLike(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return IPAddress.TryParse(text[..slash], out var address)
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= address.GetAddressBytes().Length * 8;
    }

    private static string? Quantity(string value) => Quantities.IsQuantity(JsonValue.Create(value)) ? null : $"'{value}' is no quantity such as 100m or 128Mi";
}
