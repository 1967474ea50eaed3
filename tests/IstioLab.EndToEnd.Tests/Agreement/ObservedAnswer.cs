using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>What came of a request that went through the proxies.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The answer's headers.</param>
/// <param name="Body">The answer's body.</param>
/// <param name="Cluster">The cluster in the record of the client's proxy; null for none.</param>
/// <param name="Workload">The workload that answered; <c>unknown</c> when none did.</param>
/// <param name="Details">Why the status is what it is, in Envoy's words.</param>
internal sealed record ObservedAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, string? Cluster, string Workload, string? Details)
{
    public bool IsOfUpstream => Details == "via_upstream";

    /// <summary>What the application received: it answers with the request as JSON.</summary>
    public JsonObject Received() => JsonNode.Parse(Body)!.AsObject();
}
