using System.Text.Json.Nodes;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing.Tests.Traffic;

/// <summary>An answer, and what the proxies recorded of its request.</summary>
internal sealed record SentAnswer(string RequestId, int Status, string Body, IReadOnlyDictionary<string, string> Headers, TimeSpan Took)
{
    /// <summary>The record of the client's sidecar.</summary>
    public required ExchangeRecord Source { get; init; }

    /// <summary>Whether an application behind a sidecar gave the answer.</summary>
    public bool MustArrive => Source.ResponseCodeDetails == "via_upstream" && Source.Destination.Workload != "unknown";

    /// <summary>The request as httpbin received it.</summary>
    public JsonObject Show() => JsonNode.Parse(Body)!.AsObject();

    /// <summary>A header that httpbin received; null for none.</summary>
    public string? Received(string header) => Show()["headers"]!.AsObject()
        .Where(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase))
        .Select(pair => string.Join(',', pair.Value!.AsArray().Select(value => (string?)value)))
        .FirstOrDefault();
}
